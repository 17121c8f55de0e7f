import type { VersionWishes } from "../core/runtime.ts"
import { otpFault } from "./beam-miss.ts"
import { choiceOf, otpOrder } from "./build-choice.ts"
import type { BuildIndex } from "./builds-txt.ts"
import { type Build, candidates, listedBuilds } from "./candidates.ts"
import type { Choice } from "./choice.ts"
import { isNamed, readDemands } from "./demands.ts"
import { emptyIndex } from "./empty-index.ts"
import { compareFaults, faultsOf } from "./fault.ts"
import { knownBad } from "./known-bad.ts"
import { compareTexts } from "./numbers.ts"
import { compareOtp, type OtpVersion, parseOtp } from "./otp-version.ts"
import { readOtpWish } from "./otp-wish.ts"
import { passedOver } from "./passed-over.ts"

/**
 * Erlang/OTP for an app without Elixir: the newest that is asked for; none that is known to be bad, and none without a
 * digest, unless there is no other. Throws as `candidates` does.
 */
export function chooseOtp(index: BuildIndex, wishes?: VersionWishes): Choice {
  const listed = listedBuilds(index, parseOtp)
  const demands = readDemands("erlang", readOtpWish, wishes)
  const faults = ({ version, sha256 }: Build<OtpVersion>) =>
    faultsOf({
      "bad OTP": !isNamed(demands, version) && knownBad("erlang", version.text) !== undefined,
      "OTP without digest": sha256 === undefined,
    })
  const [best] = candidates(listed, otpOrder, demands)
    .map((build) => ({ build, faults: faults(build) }))
    .sort(
      (a, b) =>
        compareFaults(a.faults, b.faults) ||
        compareOtp(b.build.version, a.build.version) ||
        compareTexts(a.build.ref, b.build.ref),
    )
  if (best === undefined) throw emptyIndex("erlang", index.source)
  const passed = passedOver(best.build.version, listed.builds, otpOrder, demands, otpFault)
  return { ...choiceOf(best.build, otpOrder, demands), passedOver: passed }
}
