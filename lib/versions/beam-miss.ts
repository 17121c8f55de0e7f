import { describeOrigin } from "../core/setting.ts"
import type { Build } from "./candidates.ts"
import type { Demands } from "./demands.ts"
import { type ElixirRef, elixirLabel } from "./elixir-ref.ts"
import { type Fault, worseFault } from "./fault.ts"
import { knownBad } from "./known-bad.ts"
import type { OtpVersion } from "./otp-version.ts"
import {
  bestPair,
  type ElixirVersions,
  elixirDefect,
  type OtpMajors,
  otpDefect,
  type Pair,
  type PairRules,
} from "./pair.ts"

/** A pair that was chosen, and from what. */
export interface FoundPair {
  readonly pair: Pair
  readonly otps: OtpMajors
  readonly elixirs: ElixirVersions
  readonly rules: PairRules
  readonly erlang: Demands<OtpVersion>
}

/** Why a newer OTP was not taken for the chosen Elixir, though nobody refuses it. */
export function otpMiss(otp: Build<OtpVersion>, { pair, elixirs, rules: { fits } }: FoundPair): string | undefined {
  const { major } = otp.version
  const label = elixirLabel(pair.elixir.version)
  const runs = (elixirs.get(label) ?? []).some(({ version }) => fits.fitOf(version, major) === "made for it")
  if (!runs) return `Elixir ${label} is not made for it`
  const fault = otpDefect(pair.elixir, otp) ?? withoutDigest(otp)
  return fault ?? `this Elixir ${label} is compiled with Erlang/OTP ${pair.elixir.version.otp}`
}

/** Why a newer OTP was not taken on its own. */
export function otpFault(otp: Build<OtpVersion>): string | undefined {
  return knownBad("erlang", otp.version.text)?.why ?? withoutDigest(otp)
}

/** Why a newer Elixir was not taken, though nobody refuses it. */
export function elixirMiss(
  build: Build<ElixirRef>,
  { pair, otps, elixirs, rules, erlang }: FoundPair,
): string | undefined {
  const label = elixirLabel(build.version)
  const other = bestPair(otps, new Map([[label, elixirs.get(label) ?? []]]), rules)
  if (other === undefined) return unpaired(erlang)
  const fault = worseFault(other.faults, pair.faults)
  return fault && faultReasons[fault](other)
}

function unpaired({ wish }: Demands<OtpVersion>): string {
  if (wish === undefined) return "it runs on no Erlang/OTP that is built for this system"
  return `it does not run on the Erlang/OTP that ${describeOrigin(wish.setting.origin)} asks for`
}

const noDigest = "it is listed without a digest"

function withoutDigest({ sha256 }: Build<unknown>): string | undefined {
  return sha256 === undefined ? noDigest : undefined
}

const faultReasons: Readonly<Record<Fault, (pair: Pair) => string | undefined>> = {
  "too old": ({ otp }) => `it is not made for Erlang/OTP ${otp.version.major}`,
  "bad Elixir": ({ elixir, otp }) => elixirDefect(elixir, otp),
  "bad OTP": ({ elixir, otp }) => `it would run on Erlang/OTP ${otp.version.text}, and ${otpDefect(elixir, otp)}`,
  "Elixir without digest": () => noDigest,
  "OTP without digest": ({ otp }) => `it would run on Erlang/OTP ${otp.version.text}, which is listed without a digest`,
}
