import { describe, expect, it } from "vitest"
import type { Origin } from "../../lib/core/setting.ts"
import { type BeamWishes, chooseBeam } from "../../lib/versions/beam.ts"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import { elixirIndex, otpIndex, type System, said, wish, wishes } from "../support/indexes.ts"

const beam = (asked: BeamWishes, system: System = "24.04-amd64") =>
  said(() => chooseBeam(otpIndex(system), elixirIndex, asked))

const file = (name: string, line = 1): Origin => ({ kind: "file", file: name, line })
const variable = (name: string): Origin => ({ kind: "env", name })
const required = (value: string) => ({ value, origin: file("mix.exs", 7) })

describe("noPair says of versions that do not fit each other,", () => {
  it("both asked for, in one file", () => {
    const asked = { erlang: wish("24", file(".tool-versions", 1)), elixir: wish("1.18", file(".tool-versions", 2)) }
    expect(beam(asked)).toMatchInlineSnapshot(`
      "version/no-pair: No build of Elixir 1.18 is for Erlang/OTP 24

      .tool-versions:1 asks for Erlang/OTP 24.
      .tool-versions:2 asks for Elixir 1.18.
      The Elixirs that are asked for are built for Erlang/OTP 25, 26, 27, 28.

      Take another Erlang/OTP, in .tool-versions:1:

          erlang 28.5.1

      Or take another Elixir, in .tool-versions:2:

          elixir 1.16.3"
    `)
  })

  it("both asked for, in two places", () => {
    const asked = { erlang: wish("25.3.2", file("mise.toml", 4)), elixir: wish("1.19.5", variable("ELIXIR_VERSION")) }
    expect(beam(asked)).toMatchInlineSnapshot(`
      "version/no-pair: No build of Elixir 1.19.5 is for Erlang/OTP 25.3.2

      mise.toml:4 asks for Erlang/OTP 25.3.2.
      ELIXIR_VERSION asks for Elixir 1.19.5.
      Elixir 1.19.5 is built for Erlang/OTP 26, 27, 28.

      Take another Erlang/OTP, in mise.toml:4:

          erlang = "28.5.1"

      Or take another Elixir:

          ELIXIR_VERSION=1.18.4"
    `)
  })

  it("with the OTP that Elixir is to be built for", () => {
    const asked = {
      erlang: wish("26", file(".tool-versions", 1)),
      elixir: wish("1.18.4-otp-27", variable("ELIXIR_VERSION")),
    }
    expect(beam(asked)).toMatchInlineSnapshot(`
      "version/no-pair: No build of Elixir 1.18.4-otp-27 is for Erlang/OTP 26

      .tool-versions:1 asks for Erlang/OTP 26.
      ELIXIR_VERSION asks for Elixir 1.18.4-otp-27.
      The build for Erlang/OTP 27 that is asked for does not run on an older one.

      Take another Erlang/OTP, in .tool-versions:1:

          erlang 27.3.4.12

      Or take the build for Erlang/OTP 26, by naming no OTP beside Elixir:

          ELIXIR_VERSION=1.18.4"
    `)
  })

  it("with the OTP that Elixir is to be built for, in versions that have no build for the other", () => {
    const asked = {
      erlang: wish("24", file(".tool-versions", 1)),
      elixir: wish("1.18-otp-27", file(".tool-versions", 2)),
    }
    expect(beam(asked)).toMatchInlineSnapshot(`
      "version/no-pair: No build of Elixir 1.18-otp-27 is for Erlang/OTP 24

      .tool-versions:1 asks for Erlang/OTP 24.
      .tool-versions:2 asks for Elixir 1.18-otp-27.
      The build for Erlang/OTP 27 that is asked for does not run on an older one.

      Take another Erlang/OTP, in .tool-versions:1:

          erlang 27.3.4.12

      Or take another Elixir, in .tool-versions:2:

          elixir 1.16.3"
    `)
  })

  it("Elixir for an OTP that is not there", () => {
    const asked = { elixir: wish("1.13.4-otp-24", file(".tool-versions", 2)) }
    expect(beam(asked, "26.04-amd64")).toMatchInlineSnapshot(`
      "version/no-pair: No Erlang/OTP is there for Elixir 1.13.4-otp-24

      .tool-versions:2 asks for Elixir 1.13.4-otp-24.
      The build for Erlang/OTP 24 that is asked for does not run on any that https://builds.hex.pm/builds/otp/amd64/ubuntu-26.04/builds.txt lists.

      Take another Elixir, in .tool-versions:2:

          elixir 1.14.5"
    `)
  })

  it("by what the code requires", () => {
    const asked = { erlang: wish("24", file(".erlang-version", 1)), elixir: wishes([], [required("~> 1.18")]) }
    expect(beam(asked)).toMatchInlineSnapshot(`
      "version/no-pair: No build of Elixir ~> 1.18 is for Erlang/OTP 24

      .erlang-version:1 asks for Erlang/OTP 24.
      mix.exs:7 asks for Elixir ~> 1.18.
      The Elixirs that are asked for are built for Erlang/OTP 25, 26, 27, 28, 29.

      Take another Erlang/OTP, in .erlang-version:1:

          29.0.3

      Or take another Elixir, in mix.exs:7:

          elixir: "~> 1.16""
    `)
  })

  it("by a wish that the code narrows", () => {
    const elixir = wishes([{ value: "1", origin: file(".tool-versions", 2) }], [required("~> 1.18")])
    expect(beam({ erlang: wish("24", file(".tool-versions", 1)), elixir })).toMatchInlineSnapshot(`
      "version/no-pair: No build of the Elixirs asked for is for Erlang/OTP 24

      .tool-versions:1 asks for Erlang/OTP 24.
      .tool-versions:2 asks for Elixir 1.
      mix.exs:7 asks for Elixir ~> 1.18.
      The Elixirs that are asked for are built for Erlang/OTP 25, 26, 27, 28, 29.

      Take another Erlang/OTP, in .tool-versions:1:

          erlang 29.0.3"
    `)
  })

  it("Elixir asked for, and no OTP for it", () => {
    expect(beam({ elixir: wish("1.13.4", file(".tool-versions", 2)) }, "26.04-amd64")).toMatchInlineSnapshot(`
      "version/no-pair: No Erlang/OTP is there for Elixir 1.13.4

      .tool-versions:2 asks for Elixir 1.13.4.
      Elixir 1.13.4 is built for Erlang/OTP 22, 23, 24, 25, of which https://builds.hex.pm/builds/otp/amd64/ubuntu-26.04/builds.txt lists none.

      Take another Elixir, in .tool-versions:2:

          elixir 1.14.5"
    `)
  })

  it("Elixir asked for, of which only a build for any OTP is left", () => {
    expect(beam({ elixir: wish("1.0.5", file("elixir_buildpack.config", 2)) })).toMatchInlineSnapshot(`
      "version/no-pair: No Erlang/OTP is there for Elixir 1.0.5

      elixir_buildpack.config:2 asks for Elixir 1.0.5.
      Elixir 1.0.5 is made for Erlang/OTP 17 to 18, of which https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt lists none.

      Take another Elixir, in elixir_buildpack.config:2:

          elixir_version=1.13.4"
    `)
  })

  it("Erlang/OTP asked for, for which every Elixir is too old", () => {
    expect(beam({ erlang: wish("master", file("elixir_buildpack.config", 2)) })).toMatchInlineSnapshot(`
      "version/no-pair: No Elixir is there for Erlang/OTP master

      elixir_buildpack.config:2 asks for Erlang/OTP master.
      The listed Elixirs are built for Erlang/OTP 22, 23, 24, 25, 26, 27, 28, 29.

      Take another Erlang/OTP, in elixir_buildpack.config:2:

          erlang_version=29.0.3

      Or take an Elixir that is not made for it, by naming it:

          ELIXIR_VERSION=1.20.3"
    `)
  })

  it("nothing asked for", () => {
    const few = parseBuildsTxt("v1.21.0-otp-30 8c0ea6b 2026-04-24T21:11:44Z", elixirIndex.source)
    expect(said(() => chooseBeam(otpIndex("24.04-amd64"), few, {}))).toMatchInlineSnapshot(`
      "version/no-pair: No Erlang/OTP and Elixir are there that fit each other

      Elixir 1.21.0 is built for Erlang/OTP 30, of which https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt lists none.

      Take other versions; if this is a mirror (BEAMPACK_MIRROR), add some that fit."
    `)
  })
})
