import { isRecord } from "../core/record.ts"
import type { Digest } from "../core/runtime.ts"
import type { Arch } from "../core/target.ts"

/** A package that a lock takes from an npm registry. */
export interface NpmPackage {
  /** With its scope: `@babel/core`. */
  readonly name: string
  readonly version: string
  /** Of the package's file. */
  readonly digest?: Digest | undefined
  /** The registry's URL; absent for npm's own, and where the lock does not say. */
  readonly registry?: string | undefined
}

/** The strongest digest of a lock's `integrity` that is known here. https://www.w3.org/TR/SRI/ */
export function integrityDigest(integrity: unknown): Digest | undefined {
  if (typeof integrity !== "string") return undefined
  for (const algorithm of ["sha512", "sha256"] as const) {
    const [, base64] = new RegExp(`(?:^|\\s)${algorithm}-([\\w+/]+=*)`).exec(integrity) ?? []
    if (base64 !== undefined) return { algorithm, hex: Buffer.from(base64, "base64").toString("hex") }
  }
  return undefined
}

/** `name@version` with nothing else behind it; undefined for what comes from elsewhere than a registry. */
export function nameAndVersion(text: string): Pick<NpmPackage, "name" | "version"> | undefined {
  const [, name, version] = /^((?:@[^@/]+\/)?[^@/]+)@(\d+\.\d+\.\d+[\w.+-]*)$/.exec(text) ?? []
  return name === undefined || version === undefined ? undefined : { name, version }
}

/**
 * The registry in the URL of a package's file, as `registry` of the package; `elsewhere` when the file is not laid out as
 * registries do.
 */
export function registryOf(url: string): { readonly registry?: string } | "elsewhere" {
  const [, before] = /^(https?:\/\/.+?)\/(?:@[^/]+(?:\/|%2f))?[^/@]+\/-\/[^/]+\.tgz(?:[?#].*)?$/i.exec(url) ?? []
  if (before === undefined || !URL.canParse(before)) return "elsewhere"
  const { origin, host, pathname } = new URL(before)
  return npms.includes(host) ? {} : { registry: `${origin}${pathname}`.replace(/\/$/, "") }
}

/** npm's own registry, also under the name that Yarn 1 gives it. */
const npms = ["registry.npmjs.org", "registry.yarnpkg.com"]

const cpus = { amd64: "x64", arm64: "arm64" } as const satisfies Record<Arch, string>

/** What an entry of a lock says about the machines that its package is for. */
export interface Machines {
  readonly os?: unknown
  readonly cpu?: unknown
  readonly libc?: unknown
}

/** Whether a package is for such a machine: a package manager installs no other. We build on Linux with glibc. */
export function isFor({ os, cpu, libc }: Machines, arch: Arch): boolean {
  return allows(os, "linux") && allows(cpu, cpus[arch]) && allows(libc, "glibc")
}

/** A name, or several, or `!name` for all others. */
function allows(rule: unknown, name: string): boolean {
  const names = (Array.isArray(rule) ? rule : [rule]).filter((one) => typeof one === "string")
  const refused = names.filter((one) => one.startsWith("!"))
  if (refused.includes(`!${name}`)) return false
  return refused.length === names.length || names.includes(name) || names.includes("any")
}

/** The entries of an object whose values are objects. */
export function records(value: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  return isRecord(value) ? Object.entries(value).flatMap(([key, item]) => (isRecord(item) ? [[key, item]] : [])) : []
}
