import type { Build, VersionOrder } from "./candidates.ts"
import { type Choice, newestThatFits } from "./choice.ts"
import { askedFor, type Demands } from "./demands.ts"
import { compareElixir, type ElixirRef, elixirLabel, isStableElixir } from "./elixir-ref.ts"
import { compareOtp, isStableOtp, type OtpVersion } from "./otp.ts"

export const otpOrder: VersionOrder<OtpVersion> = {
  compare: compareOtp,
  isStable: isStableOtp,
  label: ({ text }) => text,
}

export const elixirOrder: VersionOrder<ElixirRef> = {
  compare: compareElixir,
  isStable: isStableElixir,
  label: elixirLabel,
}

/** A build of builds.hex.pm as the choice, with who asked for it. */
export function choiceOf<Version>(
  { ref, version, sha256 }: Build<Version>,
  { label }: VersionOrder<Version>,
  demands: Demands<Version>,
): Choice {
  const { origin, asked } = askedFor(demands, newestThatFits)
  return {
    version: { value: label(version), origin },
    asked,
    ref,
    digest: sha256 === undefined ? undefined : { algorithm: "sha256", hex: sha256 },
  }
}
