import type { VersionWishes } from "../core/runtime.ts"
import { elixirMiss, otpMiss } from "./beam-miss.ts"
import { choiceOf, elixirOrder, otpOrder } from "./build-choice.ts"
import type { BuildIndex } from "./builds-txt.ts"
import { type Build, candidates, type ListedBuilds, listedBuilds, type VersionOrder } from "./candidates.ts"
import type { Choice } from "./choice.ts"
import { type Demands, isNamed, readDemands } from "./demands.ts"
import { type ElixirRef, elixirLabel, parseElixirRef } from "./elixir-ref.ts"
import { fitsOf } from "./elixir-support.ts"
import { readElixirWish } from "./elixir-wish.ts"
import type { MixToolHost } from "./hex-index.ts"
import { noPair } from "./no-pair.ts"
import { type OtpVersion, parseOtp } from "./otp-version.ts"
import { readOtpWish } from "./otp-wish.ts"
import { bestPair, elixirVersions, otpMajors } from "./pair.ts"
import { passedOver } from "./passed-over.ts"
import { withoutNewList } from "./remembered-list.ts"

/** What is asked of the two that have to fit each other. */
export interface BeamWishes {
  readonly erlang?: VersionWishes | undefined
  readonly elixir?: VersionWishes | undefined
}

/** Erlang/OTP and Elixir, chosen for each other. */
export interface BeamChoice {
  readonly erlang: Choice
  readonly elixir: Choice
  /** What Hex and rebar3 have to fit. */
  readonly host: MixToolHost
}

/**
 * Erlang/OTP and Elixir that fit each other: what is asked for, and of that the best pair. Throws `version/no-pair`, and
 * as `candidates` does.
 */
export function chooseBeam(otpIndex: BuildIndex, elixirIndex: BuildIndex, wishes: BeamWishes): BeamChoice {
  const otp = listedBuilds(otpIndex, parseOtp)
  const elixir = listedBuilds(elixirIndex, parseElixirRef)
  const demands = {
    erlang: readDemands("erlang", readOtpWish, wishes.erlang),
    elixir: readDemands("elixir", readElixirWish, wishes.elixir),
  }
  const rules = {
    fits: fitsOf(elixir.builds),
    mayBeTooOld: demands.erlang.wish !== undefined && demands.elixir.wish !== undefined,
    isNamedOtp: (version: OtpVersion) => isNamed(demands.erlang, version),
    isNamedElixir: (version: ElixirRef) => isNamed(demands.elixir, version),
  }
  const otps = otpMajors(candidates(otp, otpOrder, demands.erlang))
  const elixirs = elixirVersions(candidates(elixir, elixirOrder, demands.elixir))
  const pair = bestPair(otps, elixirs, rules)
  if (pair === undefined) {
    const otherOtps = otpMajors(others(otp, otpOrder, demands.erlang))
    const otherElixirs = elixirVersions(others(elixir, elixirOrder, demands.elixir))
    const tooOldElixir = bestPair(otps, elixirs, { ...rules, mayBeTooOld: demands.erlang.wish !== undefined })
    const error = noPair(demands, {
      elixirs,
      otpSource: otpIndex.source,
      otherOtp: bestPair(otherOtps, elixirs, rules)?.otp.version.text,
      otherElixirs: [...otherElixirs].flatMap((one) =>
        bestPair(otps, new Map([one]), rules) === undefined ? [] : [one[0]],
      ),
      tooOldElixir: tooOldElixir && elixirLabel(tooOldElixir.elixir.version),
    })
    throw withoutNewList(error, [otpIndex, elixirIndex])
  }
  const found = { pair, otps, elixirs, rules, erlang: demands.erlang }
  return {
    erlang: {
      ...choiceOf(pair.otp, otpOrder, demands.erlang),
      passedOver: passedOver(pair.otp.version, otp.builds, otpOrder, demands.erlang, (build) => otpMiss(build, found)),
    },
    elixir: {
      ...choiceOf(pair.elixir, elixirOrder, demands.elixir),
      passedOver: passedOver(pair.elixir.version, elixir.builds, elixirOrder, demands.elixir, (build) =>
        elixirMiss(build, found),
      ),
    },
    host: { elixir: pair.elixir.version.version, otp: pair.otp.version.text },
  }
}

/** What may be asked for instead. With a wish, the requirements still bind; without one, the user can write any version. */
function others<Version>(
  { builds }: ListedBuilds<Version>,
  { isStable }: VersionOrder<Version>,
  { wish, requirements }: Demands<Version>,
): readonly Build<Version>[] {
  const stable = builds.filter(({ version }) => isStable(version))
  if (wish === undefined) return stable
  return stable.filter(({ version }) => requirements.every(({ wanted }) => wanted.includes(version)))
}
