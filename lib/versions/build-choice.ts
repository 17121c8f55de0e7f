import type { Build, VersionOrder } from "./candidates.ts"
import { type Choice, newestThatFits } from "./choice.ts"
import { askedFor, type Demands } from "./demands.ts"
import { compareElixir, type ElixirRef, elixirLabel, isStableElixir } from "./elixir-ref.ts"
import { buildsForOtherOtps } from "./kin.ts"
import { compareOtp, isStableOtp, type OtpVersion } from "./otp-version.ts"

/** How builds of Erlang/OTP are ordered and named. */
export const otpOrder: VersionOrder<OtpVersion> = {
  compare: compareOtp,
  isStable: isStableOtp,
  named: ({ text, branch }) => ({ version: text, branch }),
}

/** The same of Elixir, where one version has a build for each OTP. */
export const elixirOrder: VersionOrder<ElixirRef> = {
  compare: compareElixir,
  isStable: isStableElixir,
  named: (ref) => ({ version: elixirLabel(ref), branch: ref.branch }),
  kin: buildsForOtherOtps,
}

/** A build of builds.hex.pm as the choice, with who asked for it. */
export function choiceOf<Version>(
  { ref, version, sha256 }: Build<Version>,
  { named }: VersionOrder<Version>,
  demands: Demands<Version>,
): Choice {
  const { origin, asked } = askedFor(demands, newestThatFits)
  const { version: value, branch } = named(version)
  return {
    version: { value, origin },
    branch,
    asked,
    ref,
    digest: sha256 === undefined ? undefined : { algorithm: "sha256", hex: sha256 },
  }
}
