import { LOCK_FILE } from "../core/lock-file.ts"
import { isRecord } from "../core/record.ts"
import { type Digest, runtimeNames } from "../core/runtime.ts"
import { quotable } from "../core/visible.ts"
import type { LockEntry, LockedFile } from "./lock.ts"
import { isFileOf, isOfRef } from "./lock-agreement.ts"
import { badLock, malformedLock, unknownFormat } from "./lock-errors.ts"
import { LOCK_FORMAT } from "./lock-text.ts"

/**
 * Reads a lock; what it does not know it passes over. Throws `lock/malformed` with the line, and `lock/format` for a
 * lock that a later version made.
 */
export async function parseLock(text: string): Promise<readonly LockEntry[]> {
  const { parse, TomlError } = await import("smol-toml")
  let document: Record<string, unknown>
  try {
    document = parse(text)
  } catch (error) {
    throw error instanceof TomlError ? malformedLock(text, error) : error
  }
  const { format } = document
  if (format !== LOCK_FORMAT) throw unknownFormat(format, lineOf("format", text))
  return runtimeNames.flatMap((name) => (name in document ? [readRuntime(name, document[name], text)] : []))
}

/** The same; one that cannot be read, or is not there, is as good as an empty one. */
export async function parseLockOrNothing(text: string | undefined): Promise<readonly LockEntry[]> {
  return text === undefined ? [] : parseLock(text).catch(() => [])
}

function readRuntime(name: LockEntry["name"], value: unknown, text: string): LockEntry {
  const line = lineOf(`[${name}]`, text) ?? lineOf(name, text)
  if (!isRecord(value)) throw badLock(line, `${name} is not a table`)
  const { version, ref, branch, asked, lts, files } = value
  if (typeof version !== "string" || version === "") throw badLock(line, `${name} has no version`)
  if (typeof ref !== "string" || ref === "") throw badLock(line, `${name} has no ref`)
  if (!isOfRef({ name, version, ref })) {
    const own = lineOf("version", text, line) ?? line
    throw badLock(own, `${name} ${quotable(version)} does not agree with its ref, ${quotable(ref)}`)
  }
  if (!isRecord(files)) throw badLock(line, `${name} has no files`)
  const read = Object.entries(files).map(([platform, file]) => {
    const own = lineOf(JSON.stringify(platform), text, line) ?? lineOf(platform, text, line) ?? line
    const what = `${name} for ${quotable(platform)}`
    const read = readFile(file, own, what)
    if (!isFileOf({ ref }, read.url))
      throw badLock(own, `the URL of ${what} does not agree with the ref, ${quotable(ref)}`)
    return [platform, read] as const
  })
  return {
    name,
    version,
    ref,
    ...(typeof branch === "string" && { branch }),
    asked: Array.isArray(asked) ? asked.filter((each): each is string => typeof each === "string") : [],
    ...(typeof lts === "string" && { lts }),
    files: Object.fromEntries(read),
    origin: { kind: "file", file: LOCK_FILE, ...(line !== undefined && { line }) },
  }
}

function readFile(value: unknown, line: number | undefined, what: string): LockedFile {
  const { url, digest, size } = isRecord(value) ? value : {}
  if (typeof url !== "string" || !/^https?:/.test(url) || !URL.canParse(url)) throw badLock(line, `${what} has no URL`)
  const known = typeof digest === "string" ? readDigest(digest) : undefined
  if (known === undefined) throw badLock(line, `${what} has no digest`)
  return { url, digest: known, ...(typeof size === "number" && { size }) }
}

function readDigest(text: string): Digest | undefined {
  const [, sha256, sha512] = /^(?:sha256:([0-9a-f]{64})|sha512:([0-9a-f]{128}))$/.exec(text) ?? []
  if (sha256 !== undefined) return { algorithm: "sha256", hex: sha256 }
  return sha512 === undefined ? undefined : { algorithm: "sha512", hex: sha512 }
}

/** The first line below another one that begins so, from 1 on. */
function lineOf(start: string, text: string, below = 0): number | undefined {
  const at = text.split("\n").findIndex((row, index) => index >= below && row.startsWith(start))
  return at === -1 ? undefined : at + 1
}
