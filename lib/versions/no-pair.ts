import dedent from "dedent"
import { BuildpackError } from "../core/error.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { assignment } from "./assignment.ts"
import type { Build } from "./candidates.ts"
import type { ElixirRef } from "./elixir-ref.ts"
import type { OtpVersion } from "./otp.ts"
import type { BeamPins } from "./pair.ts"

/** The ways out: an OTP that fits the pinned Elixir, an Elixir that fits the pinned OTP. */
export interface WaysOut {
  readonly otp: Build<OtpVersion> | undefined
  readonly elixir: Build<ElixirRef> | undefined
}

/** No build of the wanted Elixir runs on the wanted (or any) Erlang/OTP. */
export function noPair(pins: BeamPins, elixirs: readonly Build<ElixirRef>[], ways: WaysOut): BuildpackError {
  const elixir = pins.elixir === undefined ? "any Elixir" : `Elixir ${pins.elixir.value}`
  const otp = pins.erlang === undefined ? "any Erlang/OTP that is there" : `Erlang/OTP ${pins.erlang.value}`
  return new BuildpackError("version/no-pair", `There is no build of ${elixir} for ${otp}`, {
    help: dedent`
      ${[asked("Erlang/OTP", pins.erlang), asked("Elixir", pins.elixir), builtFor(elixir, elixirs)].filter(Boolean).join("\n")}

      ${suggestions(pins, ways).join("\n") || "Name another version of either one."}
    `,
  })
}

function asked(title: string, pin?: Setting<string>): string {
  return pin === undefined ? "" : `${title} ${pin.value} is asked for by ${describeOrigin(pin.origin)}.`
}

function builtFor(elixir: string, builds: readonly Build<ElixirRef>[]): string {
  const majors = new Set(builds.flatMap(({ version }) => version.otp ?? []))
  if (majors.size === 0)
    return `The builds of ${elixir} do not say which Erlang/OTP they are for, so that one has to be named.`
  return `There are builds of ${elixir} for Erlang/OTP ${[...majors].sort((a, b) => a - b).join(", ")}.`
}

function suggestions(pins: BeamPins, ways: WaysOut): readonly string[] {
  return [
    pins.erlang &&
      ways.otp &&
      `Either take another Erlang/OTP:  ${assignment("erlang", ways.otp.version.text, pins.erlang.origin)}`,
    pins.elixir &&
      ways.elixir &&
      `${pins.erlang && ways.otp ? "or" : "Take"} another Elixir:  ${assignment("elixir", ways.elixir.version.version, pins.elixir.origin)}`,
  ].filter((line) => line !== undefined)
}
