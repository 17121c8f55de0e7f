import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type UbuntuRelease, ubuntuOfStack } from "../core/stacks.ts"
import type { Target } from "../core/target.ts"
import { quotable } from "../core/visible.ts"

/** Whose OTP builds to take, and what to tell the user about it unless that is plain: a warning when it is a guess. */
export interface UbuntuChoice {
  readonly release: UbuntuRelease
  readonly note?: { readonly kind: "detail" | "warning"; readonly text: string }
}

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

/** Releases whose builds are no guess. */
const settled = /^(ubuntu (22|24|26)\.04|debian 1[23](\.\d+)?)$/

/** Which Ubuntu's OTP builds fit the target. Throws `target/unsupported` when none can. */
export function ubuntuFor(target: Target): UbuntuChoice {
  const ofStack = ubuntuOfStack(target.stack)
  return ofStack === undefined ? ofDistro(target) : { release: ofStack }
}

function ofDistro({ distro: { name, version }, stack }: Target): UbuntuChoice {
  if (name === "alpine") throw unsupported(name, version)
  const family = byDistro.get(name)
  // Of unknown systems the oldest builds ask the least; testing releases of Debian have no number and are new.
  const [, release] = family?.find(([since]) => !(Number.parseFloat(version) < since)) ?? []
  if (family !== undefined && release === undefined) throw unsupported(name, version)
  return explained(release ?? "22.04", `${name} ${version}`.trim(), stack)
}

/** The choice by distribution, with the reason why it was not the stack that decided. */
function explained(release: UbuntuRelease, system: string, stack: string | undefined): UbuntuChoice {
  const isSettled = settled.test(system)
  if (stack === undefined && system === `ubuntu ${release}`) return { release }
  const taking = stack === undefined ? "Taking" : `Unknown stack ${quotable(stack)}: taking`
  const why = isSettled ? `which fit ${system}` : `since none are made for ${system || "this system"}`
  const text = `${taking} the Erlang/OTP builds for Ubuntu ${release}, ${why}`
  return { release, note: { kind: isSettled && stack === undefined ? "detail" : "warning", text } }
}

function unsupported(name: string, version: string): BuildpackError {
  return new BuildpackError("target/unsupported", `No Erlang/OTP build runs on ${name} ${version}`, {
    help: prose`
      Precompiled Erlang/OTP needs glibc 2.35 or later and OpenSSL 3.

      Build on Ubuntu 22.04 or later, Debian 12 or later, or the stack heroku-22, heroku-24 or heroku-26.
    `,
  })
}
