import { statSync } from "node:fs"
import { isAbsolute, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Env } from "../core/env.ts"
import type { HexPackage } from "./hex-package.ts"

/** Where one package is to be had. */
export interface PackageSource {
  /** In this order; a later one only when an earlier one has no such file. */
  readonly urls: readonly string[]
  /** For the header of that name. */
  readonly authorization?: string | undefined
}

const UPSTREAM = "https://repo.hex.pm"

/** In Hex's order. https://hexdocs.pm/hex/Mix.Tasks.Hex.Config.html#module-config-keys */
const trustedMirrors = ["HEX_TRUSTED_MIRROR_URL", "HEX_TRUSTED_MIRROR"]
const mirrors = ["HEX_MIRROR_URL", "HEX_MIRROR"]

/** Where a package is; undefined for a repository that only Hex may know, or has a key for. */
export function packageSource({ name, version, repository }: HexPackage, env: Env): PackageSource | undefined {
  const file = `tarballs/${encodeURIComponent(name)}-${encodeURIComponent(version)}.tar`
  const { roots, trusted } = registry(env)
  if (repository === "hexpm") return { urls: roots.map((root) => `${root}/${file}`) }
  const [, organisation] = /^hexpm:([\w-]+)$/.exec(repository) ?? []
  const key = organisation === undefined ? undefined : organisationKey(organisation, env)
  if (key === undefined) return undefined
  const urls = roots.map((root) => `${root}/repos/${organisation}/${file}`)
  return { urls, authorization: trusted ? key : undefined }
}

/** The registry, and whether it may be told keys. */
function registry(env: Env): { readonly roots: readonly string[]; readonly trusted: boolean } {
  const trusted = firstOf(trustedMirrors, env)
  if (trusted !== undefined) return { roots: [trusted], trusted: true }
  const mirror = firstOf(mirrors, env)
  if (mirror !== undefined) return { roots: [mirror], trusted: false }
  const own = ownMirror(env.BEAMPACK_MIRROR?.trim() ?? "")
  return own === undefined ? { roots: [UPSTREAM], trusted: true } : { roots: [own, UPSTREAM], trusted: false }
}

function firstOf(names: readonly string[], env: Env): string | undefined {
  return names.flatMap((name) => env[name]?.trim() || [])[0]?.replace(/\/+$/, "")
}

/** Our own mirror may have packages too; whether a URL has is seen when they are asked for. */
function ownMirror(mirror: string): string | undefined {
  if (/^https?:\/\//.test(mirror)) return mirror.replace(/\/+$/, "")
  const folder = mirror.startsWith("file:/") && URL.canParse(mirror) ? fileURLToPath(mirror) : mirror
  if (!isAbsolute(folder)) return undefined
  const found = statSync(join(folder, "tarballs"), { throwIfNoEntry: false })
  return found?.isDirectory() ? pathToFileURL(folder).href.replace(/\/+$/, "") : undefined
}

/** The environment for Hex itself, which takes one key for all organisations. */
export function hexEnv(env: Env): Env {
  const [first, ...others] = organisationKeys(env).values()
  if (first === undefined || others.length > 0 || env.HEX_REPOS_KEY) return env
  return { ...env, HEX_REPOS_KEY: first }
}

/** The key that the user has given for an organisation's packages, or for all of them. */
function organisationKey(organisation: string, env: Env): string | undefined {
  return organisationKeys(env).get(organisation) ?? (env.HEX_REPOS_KEY?.trim() || undefined)
}

/** `acme:KEY other:KEY` */
function organisationKeys({ HEX_ORGANIZATIONS: text = "" }: Env): ReadonlyMap<string, string> {
  const matches = text.split(/[\s,]+/).map((entry) => /^([\w-]+):(.+)$/.exec(entry))
  return new Map(matches.flatMap((match) => (match?.[1] && match[2] ? [[match[1], match[2]] as const] : [])))
}
