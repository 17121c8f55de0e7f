import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { printable } from "../io/location.ts"
import type { WantedProgram } from "./wanted-program.ts"

type Named = Pick<WantedProgram, "tool" | "version">

/** A file whose digest nobody published is not the one that an earlier build took. */
export function programChanged(
  { tool, version }: Named,
  url: string,
  trusted: string,
  now: string | undefined,
): BuildpackError {
  return new BuildpackError("program/changed", `${tool} ${version} has changed since it was first trusted`, {
    help: prose`
      at first sha256 ${trusted}
      now      ${now === undefined ? "another" : `sha256 ${now}`}

      No digest of ${printable(url)}
      was published when a build first took it, so it was trusted as it came, and a released version has no reason to
      change. It was not run. A proxy or mirror in between is the first thing to check.

      Take another version in config/config.exs. Or, when you know why it was replaced, let builds forget what they
      trusted: empty the app's cache, with "heroku builds:cache:purge" or "pack build --clear-cache".
    `,
  })
}

/** Why a program is left to its task, in a sentence, without its full stop. */
export interface Unfetched {
  readonly why: string
}

/** What should say the digest does not: a proxy may have put its own page there. */
export function noDigest(listing: string): Unfetched {
  return { why: `No digest is to be had from ${printable(listing)}` }
}

/** What was downloaded holds something else. */
export function noProgram(url: string): Unfetched {
  return { why: `There is no program in ${printable(url)}` }
}
