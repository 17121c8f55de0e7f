import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import type { Target } from "../core/target.ts"

/** The Ubuntu releases that Erlang/OTP is built for. */
export type UbuntuRelease = "22.04" | "24.04" | "26.04"

/** Whose OTP builds to take, and what to tell the user when that is a guess. */
export interface UbuntuChoice {
  readonly release: UbuntuRelease
  readonly note?: string
}

const byStack: ReadonlyMap<string, UbuntuRelease> = new Map([
  ["heroku-22", "22.04"],
  ["heroku-24", "24.04"],
  ["heroku-26", "26.04"],
])

/** From which version on a distribution runs the builds for each release, newest first: its glibc and OpenSSL fit. */
const byDistro: ReadonlyMap<string, readonly (readonly [number, UbuntuRelease])[]> = new Map([
  [
    "ubuntu",
    [
      [26.04, "26.04"],
      [24.04, "24.04"],
      [22.04, "22.04"],
    ],
  ],
  [
    "debian",
    [
      [13, "24.04"], // glibc 2.41
      [12, "22.04"], // glibc 2.36
    ],
  ],
])

/** Releases that need no word about whose builds they get. */
const settled = /^(ubuntu (22|24|26)\.04|debian 1[23](\.\d+)?)$/

/** Which Ubuntu's OTP builds fit the target. Throws `target/unsupported` when none can. */
export function ubuntuFor(target: Target): UbuntuChoice {
  const { name, version } = target.distro
  const ofStack = byStack.get(target.stack ?? "")
  if (ofStack !== undefined) return { release: ofStack }
  if (name === "alpine") throw unsupported(name, version)
  const family = byDistro.get(name)
  // Of unknown systems the oldest builds ask the least; testing releases of Debian have no number and are new.
  if (family === undefined) return guess(name, version, "22.04")
  const [, release] = family.find(([since]) => !(Number.parseFloat(version) < since)) ?? []
  if (release === undefined) throw unsupported(name, version)
  return settled.test(`${name} ${version}`) ? { release } : guess(name, version, release)
}

function guess(name: string, version: string, release: UbuntuRelease): UbuntuChoice {
  const system = `${name} ${version}`.trim()
  return { release, note: `No Erlang/OTP is built for ${system}: taking the builds for Ubuntu ${release}` }
}

function unsupported(name: string, version: string): BuildpackError {
  return new BuildpackError("target/unsupported", `No Erlang/OTP build runs on ${name} ${version}`, {
    help: prose`
      Precompiled Erlang/OTP needs glibc 2.35 or later and OpenSSL 3.

      Build on Ubuntu 22.04 or later, Debian 12 or later, or the stack heroku-22, heroku-24 or heroku-26.
    `,
  })
}
