import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Origin } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { assignment } from "./assignment.ts"
import { otpFor } from "./compatibility.ts"
import { type Demand, type Demands, decidingText } from "./demands.ts"
import { type ElixirRef, parseElixirRef, splitOtp } from "./elixir-ref.ts"
import { readElixirWish } from "./elixir-wish.ts"
import { nearestVersions } from "./nearest.ts"
import type { OtpVersion } from "./otp-version.ts"
import type { ElixirVersions } from "./pair.ts"

/** What decides about the two. */
export interface BeamDemands {
  readonly erlang: Demands<OtpVersion>
  readonly elixir: Demands<ElixirRef>
}

/** What is known when nothing fits. */
export interface UnpairedFacts {
  /** The builds that are asked for. */
  readonly elixirs: ElixirVersions
  /** Where the Erlang/OTP builds are listed. */
  readonly otpSource: string
  /** The best Erlang/OTP for the Elixir that is asked for. */
  readonly otherOtp: string | undefined
  /** The Elixirs that fit the Erlang/OTP that is asked for. */
  readonly otherElixirs: readonly string[]
  /** An Elixir that is too old for the Erlang/OTP, and would be taken if it was asked for. */
  readonly tooOldElixir: string | undefined
}

/** No Elixir that is asked for runs on the Erlang/OTP that is asked for, or on any that there is. */
export function noPair(demands: BeamDemands, facts: UnpairedFacts): BuildpackError {
  const reasons = [...asked(demands.erlang), ...asked(demands.elixir), reason(demands, facts)]
  return new BuildpackError("version/no-pair", title(demands, facts), {
    help: prose`
      ${reasons.join("\n")}

      ${waysOut(demands, facts)}
    `,
  })
}

function title({ erlang, elixir }: BeamDemands, { elixirs }: UnpairedFacts): string {
  const otp = decidingText(erlang)?.value
  const text = decidingText(elixir)?.value
  if (text && otp)
    return `No build of ${asOne(elixir, elixirs) ?? "the Elixirs asked for"} is for Erlang/OTP ${quotable(otp)}`
  if (otp) return `No Elixir is there for Erlang/OTP ${quotable(otp)}`
  if (text) return `No Erlang/OTP is there for Elixir ${quotable(text)}`
  return "No Erlang/OTP and Elixir are there that fit each other"
}

/** The Elixir that is asked for, when it is one version, or one text. */
function asOne(demands: Demands<ElixirRef>, elixirs: ElixirVersions): string | undefined {
  const texts = demandsOf(demands).map(({ setting }) => setting.value)
  const labels = texts.length === 1 ? texts : [...elixirs.keys()]
  return labels.length === 1 ? `Elixir ${quotable(labels[0] ?? "")}` : undefined
}

function asked<Version>(demands: Demands<Version>): readonly string[] {
  return demandsOf(demands).map(
    ({ setting: { value, origin } }) =>
      `${describeOrigin(origin)} asks for ${runtimeTitles[demands.name]} ${quotable(value)}.`,
  )
}

function demandsOf<Version>({ wish, requirements }: Demands<Version>): readonly Demand<Version>[] {
  return [...(wish === undefined ? [] : [wish]), ...requirements]
}

/** What the Elixirs that are asked for are made for, by their builds, and else by the table. */
function reason({ erlang, elixir }: BeamDemands, { elixirs, otpSource }: UnpairedFacts): string {
  const { otp } = splitOtp(elixir.wish?.setting.value.trim() ?? "")
  if (otp !== undefined) {
    const other = decidingText(erlang) === undefined ? `any that ${otpSource} lists` : "an older one"
    return `The build for Erlang/OTP ${otp} that is asked for does not run on ${other}.`
  }
  const end = decidingText(erlang) === undefined ? `, of which ${otpSource} lists none.` : "."
  const [label = "", ...others] = elixirs.keys()
  const isOne = others.length === 0
  const their = decidingText(elixir) === undefined ? "The listed Elixirs are" : "The Elixirs that are asked for are"
  const subject = isOne ? `Elixir ${label} is` : their
  const majors = [...elixirs.values()].flat().flatMap(({ version }) => version.otp ?? [])
  if (majors.length > 0) return `${subject} built for Erlang/OTP ${listed(majors)}${end}`
  const table = otpFor(label)
  if (table !== undefined) return `${subject} made for Erlang/OTP ${table.min} to ${table.max}${end}`
  return `${subject} listed without the Erlang/OTP that is needed, so that has to be named as well.`
}

function listed(majors: readonly number[]): string {
  return [...new Set(majors)].sort((a, b) => a - b).join(", ")
}

function waysOut(demands: BeamDemands, { otherOtp, otherElixirs, tooOldElixir }: UnpairedFacts): string {
  const erlang = decidingText(demands.erlang)
  const elixir = decidingText(demands.elixir)
  const [otherElixir] = nearestVersions(elixir?.value ?? "", otherElixirs)
  const sameElixir = elixir && withoutOtp(elixir.value, otherElixirs)
  const ways = [
    ...(erlang && otherOtp ? [way("erlang", otherOtp, erlang.origin)] : []),
    ...(erlang && elixir && sameElixir ? [otherBuild(sameElixir, erlang.value, elixir.origin)] : []),
    ...(elixir && otherElixir && !sameElixir ? [way("elixir", otherElixir, elixir.origin)] : []),
    ...(tooOldElixir ? [`an Elixir that is not made for it, by naming it:\n\n    ELIXIR_VERSION=${tooOldElixir}`] : []),
  ]
  if (ways.length === 0) return "Take other versions; if this is a mirror (BEAMPACK_MIRROR), add some that fit."
  return ways.map((way, index) => `${index === 0 ? "Take" : "Or take"} ${way}`).join("\n\n")
}

/** What is left of `1.18.4-otp-27` without its end, when one of these versions is meant by that. */
function withoutOtp(text: string, versions: readonly string[]): string | undefined {
  const { rest, otp } = splitOtp(text.trim())
  const wanted = otp === undefined ? undefined : readElixirWish(rest)
  const refs = versions.flatMap((version) => parseElixirRef(version) ?? [])
  return refs.some((ref) => wanted?.allows(ref)) ? rest : undefined
}

function otherBuild(version: string, otp: string, origin: Origin): string {
  const line = assignment("elixir", { version }, origin)
  return `the build for Erlang/OTP ${otp}, by naming no OTP beside Elixir${place(origin)}:\n\n    ${line}`
}

function way(name: RuntimeName, version: string, origin: Origin): string {
  return `another ${runtimeTitles[name]}${place(origin)}:\n\n    ${assignment(name, { version }, origin)}`
}

function place(origin: Origin): string {
  return origin.kind === "file" ? `, in ${describeOrigin(origin)}` : ""
}
