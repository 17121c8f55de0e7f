import type { Arch } from "./target.ts"

/** The Ubuntu releases that Erlang/OTP is built for, oldest first. */
export const ubuntuReleases = ["22.04", "24.04", "26.04"] as const

/** As in `VERSION_ID` of os-release. */
export type UbuntuRelease = (typeof ubuntuReleases)[number]

/** A platform that Erlang/OTP is built for. */
export interface OtpPlatform {
  readonly ubuntu: UbuntuRelease
  readonly arch: Arch
}

/** Heroku's word for the image that is each of them. */
const stacks = {
  "22.04": "heroku-22",
  "24.04": "heroku-24",
  "26.04": "heroku-26",
} as const satisfies Record<UbuntuRelease, string>

/** The stack that is this Ubuntu. */
export function stackOf(ubuntu: UbuntuRelease): string {
  return stacks[ubuntu]
}

/** The Ubuntu that a stack is, or undefined when we do not know the stack. */
export function ubuntuOfStack(stack: string | undefined): UbuntuRelease | undefined {
  return ubuntuReleases.find((ubuntu) => stackOf(ubuntu) === stack)
}
