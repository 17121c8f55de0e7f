import { BuildpackError } from "../core/error.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { assignment } from "./assignment.ts"
import type { Build } from "./candidates.ts"
import type { ElixirRef } from "./elixir-ref.ts"
import type { OtpVersion } from "./otp.ts"
import type { BeamPins } from "./pair.ts"

/** What is known when nothing fits: the builds of the wanted Elixir, and the ways out. */
export interface Misfit {
  readonly elixirs: readonly Build<ElixirRef>[]
  /** Where the Erlang/OTP builds are listed. */
  readonly otpSource: string
  /** An Erlang/OTP that fits the pinned Elixir. */
  readonly otherOtp: Build<OtpVersion> | undefined
  /** An Elixir that fits the pinned Erlang/OTP. */
  readonly otherElixir: Build<ElixirRef> | undefined
}

/** No build of the wanted Elixir is for the wanted Erlang/OTP, or for any that there is. */
export function noPair(pins: BeamPins, misfit: Misfit): BuildpackError {
  const reasons = [...asked("Erlang/OTP", pins.erlang), ...asked("Elixir", pins.elixir), builtFor(pins, misfit)]
  return new BuildpackError("version/no-pair", title(pins), {
    help: [...reasons, "", ...waysOut(pins, misfit)].join("\n"),
  })
}

function title({ erlang, elixir }: BeamPins): string {
  if (erlang && elixir) return `No build of Elixir ${elixir.value} is for Erlang/OTP ${erlang.value}`
  if (erlang) return `No Elixir is there for Erlang/OTP ${erlang.value}`
  if (elixir) return `No Erlang/OTP is there for Elixir ${elixir.value}`
  return "No Erlang/OTP and Elixir are there that fit each other"
}

function asked(name: string, pin: Setting<string> | undefined): readonly string[] {
  return pin === undefined ? [] : [`${describeOrigin(pin.origin)} asks for ${name} ${pin.value}.`]
}

function builtFor({ erlang, elixir }: BeamPins, { elixirs, otpSource }: Misfit): string {
  const subject = elixir === undefined ? "The listed Elixirs are" : `Elixir ${elixir.value} is`
  const majors = [...new Set(elixirs.flatMap(({ version }) => version.otp ?? []))].sort((a, b) => a - b).join(", ")
  if (majors === "") return `${subject} listed without the Erlang/OTP it is built for, so that has to be named as well.`
  const built = `${subject} built for Erlang/OTP ${majors}`
  return erlang === undefined ? `${built}, of which ${otpSource} lists none.` : `${built}.`
}

function waysOut({ erlang, elixir }: BeamPins, { otherOtp, otherElixir }: Misfit): readonly string[] {
  const ways = [
    ...(erlang && otherOtp ? [`Erlang/OTP:  ${assignment("erlang", otherOtp.version.text, erlang.origin)}`] : []),
    ...(elixir && otherElixir ? [`Elixir:  ${assignment("elixir", otherElixir.version.version, elixir.origin)}`] : []),
  ]
  const [first, second] = ways
  if (first === undefined) return ["Take other versions; if this is a mirror (BEAMPACK_MIRROR), add some that fit."]
  return second === undefined ? [`Take another ${first}`] : [`Either take another ${first}`, `or another ${second}`]
}
