import { hash } from "node:crypto"
import { readFileSync, readlinkSync } from "node:fs"
import { digestFile } from "./files.ts"
import type { TreeEntry } from "./tree.ts"
import { turn } from "./turn.ts"

/** What a file or link of a tree holds. */
export interface TreeContent {
  /** SHA-256 of a file's bytes, or of where a link leads; lower-case hex. */
  readonly digest: string
  /** A file's bytes, each as one character, or where a link leads; empty for a file that is too large to be code. */
  readonly text: string
}

const LARGE = 1_000_000 // bytes

/** Reads what is in a file, or where a link leads. */
export async function readContent(
  root: string,
  { kind, path, bytes }: Pick<TreeEntry, "path" | "bytes"> & { readonly kind: "file" | "link" },
): Promise<TreeContent> {
  await turn()
  const file = `${root}/${path}`
  if (kind === "link") {
    const text = readlinkSync(file)
    return { digest: digestOf(text), text }
  }
  if (bytes > LARGE) return { digest: await digestFile(file, "sha256"), text: "" }
  const content = readFileSync(file)
  return {
    digest: digestOf(content),
    // Few want it of all files.
    get text() {
      return content.toString("latin1")
    },
  }
}

/** SHA-256 as lower-case hex. */
export function digestOf(content: string | Uint8Array): string {
  return hash("sha256", content)
}
