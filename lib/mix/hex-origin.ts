import type { Env } from "../core/env.ts"
import type { HexPackage } from "./hex-package.ts"
import { ownMirror } from "./own-mirror.ts"

/** Where a package may be had. */
export interface PackagePlace {
  readonly url: string
  /** A secret for the header of that name. */
  readonly authorization?: string | undefined
}

const UPSTREAM = "https://repo.hex.pm"

/** In Hex's order. https://hexdocs.pm/hex/Mix.Tasks.Hex.Config.html#module-config-keys */
const trustedMirrors = ["HEX_TRUSTED_MIRROR_URL", "HEX_TRUSTED_MIRROR"]
const mirrors = ["HEX_MIRROR_URL", "HEX_MIRROR"]

/**
 * Where a package is: a later place counts only when an earlier one does not give it. Undefined for a repository that only Hex
 * may know, or has a key for.
 */
export function packagePlaces(
  { name, version, repository }: HexPackage,
  env: Env,
): readonly PackagePlace[] | undefined {
  const file = `tarballs/${encodeURIComponent(name)}-${encodeURIComponent(version)}.tar`
  const registries = registriesOf(env)
  if (repository === "hexpm") return registries.map(({ root }) => ({ url: `${root}/${file}` }))
  const [, organisation] = /^hexpm:([\w-]+)$/.exec(repository) ?? []
  const key = organisation === undefined ? undefined : organisationKey(organisation, env)
  if (key === undefined) return undefined
  return registries.map(({ root, trusted }) => ({
    url: `${root}/repos/${organisation}/${file}`,
    authorization: trusted ? key : undefined,
  }))
}

/** What has packages below one URL, and whether it may be told keys. */
interface Registry {
  readonly root: string
  readonly trusted: boolean
}

/** Those to be asked, in order. */
function registriesOf(env: Env): readonly Registry[] {
  const trusted = firstOf(trustedMirrors, env)
  if (trusted !== undefined) return [{ root: trusted, trusted: true }]
  const mirror = firstOf(mirrors, env)
  if (mirror !== undefined) return [{ root: mirror, trusted: false }]
  const upstream = { root: UPSTREAM, trusted: true }
  const own = ownMirror("tarballs", env)
  // Who runs our mirror need not be who may have the keys.
  return own === undefined ? [upstream] : [{ root: own, trusted: false }, upstream]
}

function firstOf(names: readonly string[], env: Env): string | undefined {
  return names.flatMap((name) => env[name]?.trim() || [])[0]?.replace(/\/+$/, "")
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
