import compare from "semver/functions/compare.js"
import prerelease from "semver/functions/prerelease.js"
import type { Setting } from "../core/setting.ts"
import type { BuildIndex } from "./builds-txt.ts"
import { type Build, candidates, type VersionKind } from "./candidates.ts"
import { type Choice, chosen } from "./choice.ts"
import { elixirBranchKind, isBranch } from "./elixir-branch.ts"
import { type ElixirRef, parseElixirRef } from "./elixir-ref.ts"
import type { MixToolHost } from "./mix-tool.ts"
import { noPair } from "./no-pair.ts"
import { compareOtp, type OtpVersion, parseOtp } from "./otp.ts"
import { type BeamPins, bestPair } from "./pair.ts"

const otpKind: VersionKind<OtpVersion> = {
  name: "erlang",
  parse: parseOtp,
  matches: (build, pin) => compareOtp(build, pin) === 0,
  isStable: (version) => version.candidate === undefined,
  label: (version) => version.text,
}

const elixirKind: VersionKind<ElixirRef> = {
  name: "elixir",
  parse: parseElixirRef,
  matches: (build, pin) => compare(build.version, pin.version) === 0 && (pin.otp ?? build.otp) === build.otp,
  isStable: ({ version }) => prerelease(version) === null,
  label: ({ version }) => version,
}

/** Erlang/OTP and Elixir, chosen for each other. */
export interface BeamChoice {
  readonly erlang: Choice
  readonly elixir: Choice
  /** What Hex and rebar3 have to fit. */
  readonly host: MixToolHost
}

/** Erlang/OTP on its own: the pinned version, else the newest stable one. */
export function chooseOtp(index: BuildIndex, pin?: Setting<string>): Choice {
  const builds = candidates(index, otpKind, pin)
  return otpChoice(
    builds.reduce((best, build) => (compareOtp(build.version, best.version) > 0 ? build : best)),
    pin,
  )
}

/** Erlang/OTP and Elixir that fit each other. Pins hold; what is not pinned is the newest stable that fits. */
export function chooseBeam(otpIndex: BuildIndex, elixirIndex: BuildIndex, pins: BeamPins): BeamChoice {
  const otp = candidates(otpIndex, otpKind, pins.erlang)
  const kind = pins.elixir !== undefined && isBranch(pins.elixir.value) ? elixirBranchKind : elixirKind
  const elixir = candidates(elixirIndex, kind, pins.elixir)
  const otpIsPinned = pins.erlang !== undefined
  const pair = bestPair(otp, elixir, { otpIsPinned })
  if (pair !== undefined) {
    return {
      erlang: otpChoice(pair.otp, pins.erlang),
      elixir: chosen(kind.label(pair.elixir.version), pins.elixir, pair.elixir),
      host: { elixir: pair.elixir.version.version, otpMajor: pair.otp.version.major },
    }
  }
  throw noPair(pins, {
    elixirs: elixir,
    otpSource: otpIndex.source,
    otherOtp: bestPair(candidates(otpIndex, otpKind), elixir, { otpIsPinned: false })?.otp,
    otherElixir: bestPair(otp, candidates(elixirIndex, elixirKind), { otpIsPinned })?.elixir,
  })
}

function otpChoice(build: Build<OtpVersion>, pin?: Setting<string>): Choice {
  return chosen(build.version.text, pin, build)
}
