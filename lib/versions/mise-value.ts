import { isRecord } from "../core/record.ts"
import type { Arch } from "../core/target.ts"

/** What a tool of mise is asked for by: its version, or where to get one. */
export type MiseSelector = "version" | "prefix" | "ref" | "path"

const selectors: readonly MiseSelector[] = ["version", "prefix", "ref", "path"]

const arches = { amd64: ["x64", "amd64", "x86_64"], arm64: ["arm64", "aarch64"] } as const satisfies Record<
  Arch,
  readonly string[]
>

/**
 * What the value of a tool in `[tools]` asks for on our machines, in the order of mise: a text, or a table with one
 * selector, or a list of both. Undefined when it is none of these.
 */
export function miseRequests(value: unknown, arch: Arch): readonly string[] | undefined {
  if (typeof value === "string") return [value]
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => (Array.isArray(part) ? undefined : miseRequests(part, arch)))
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined
  }
  if (!isRecord(value)) return undefined
  const selector = selectorOf(value)
  const text = selector === undefined ? undefined : value[selector]
  if (typeof text !== "string") return undefined
  if (!isForLinux(value.os, arch)) return []
  return [selector === "version" ? text : `${selector}:${text}`]
}

/** The key of a tool's table by which it asks; undefined when there is none, or more than one. */
export function selectorOf(table: Readonly<Record<string, unknown>>): MiseSelector | undefined {
  const found = selectors.filter((selector) => table[selector] !== undefined)
  return found.length === 1 ? found[0] : undefined
}

/** Whether `os` leaves our machines out: `macos`, or `linux/arm64` where we are on another. */
function isForLinux(os: unknown, arch: Arch): boolean {
  const names = (Array.isArray(os) ? os : [os]).filter((name) => typeof name === "string")
  const ours = ["linux", ...arches[arch].map((name) => `linux/${name}`)]
  return os === undefined || names.length === 0 || names.some((name) => ours.includes(name))
}
