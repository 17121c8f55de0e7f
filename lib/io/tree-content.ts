import { createHash } from "node:crypto"
import { readFile, readlink } from "node:fs/promises"
import { join } from "node:path"
import { digestFile } from "./files.ts"
import type { TreeEntry } from "./tree.ts"

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
  const file = join(root, path)
  if (kind === "link") {
    const text = await readlink(file)
    return { digest: digestOf(text), text }
  }
  if (bytes > LARGE) return { digest: await digestFile(file, "sha256"), text: "" }
  const content = await readFile(file)
  return { digest: digestOf(content), text: content.toString("latin1") }
}

/** SHA-256 as lower-case hex. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex")
}
