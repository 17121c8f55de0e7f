import { describe, expect, it } from "vitest"
import { chooseBeam } from "../../lib/versions/beam.ts"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import type { Choice } from "../../lib/versions/choice.ts"
import { chooseOtp } from "../../lib/versions/otp-alone.ts"
import { elixirIndex, otpIndex, wishes } from "../support/indexes.ts"

const one = (text: string) => wishes(text === "" ? [] : [text])
const said = ({ passedOver = [] }: Choice) => passedOver.map(({ version, why }) => `${version}: ${why}`)

describe("of the newer ones the build says why it takes", () => {
  it.each([
    ["the newest", "", "", [], [], []],
    ["just the ones that are named", "27.3.4", "1.18.4", [], [], []],
    ["those of a line that is named", "27", "1.20", [], [], []],
    ["an OTP for an older Elixir", "", "1.18", [], ["29.0.3: Elixir 1.18.4 is not made for it"], []],
    [
      "an Elixir for an older OTP",
      "26",
      "",
      [],
      [],
      ["1.20.3: it does not run on the Erlang/OTP that .tool-versions:1 asks for"],
    ],
    [
      "what the code requires",
      "27",
      "",
      ["~> 1.17 and < 1.19.0"],
      [],
      ["1.20.3: mix.exs:1 asks for ~> 1.17 and < 1.19.0"],
    ],
    [
      "what is in a range",
      "~> 27.0",
      "~> 1.17.0 or ~> 1.18.0",
      [],
      ["29.0.3: .tool-versions:1 asks for ~> 27.0"],
      ["1.20.3: .tool-versions:1 asks for ~> 1.17.0 or ~> 1.18.0"],
    ],
    [
      "an Elixir that is not known to be bad",
      "",
      ">= 1.19.0 and < 1.19.5",
      [],
      ["29.0.3: Elixir 1.19.0 is not made for it"],
      [
        "1.20.3: .tool-versions:1 asks for >= 1.19.0 and < 1.19.5",
        "1.19.2: its Logger can crash on text that is not ASCII",
      ],
    ],
    ["a branch", "maint-28", "main", [], [], []],
    [
      "a requirement that the wish outweighs",
      "",
      "1.18",
      ["~> 1.19"],
      ["29.0.3: Elixir 1.18.4 is not made for it"],
      [],
    ],
  ])("%s", (_, erlang, elixir, required, ofErlang, ofElixir) => {
    const asked = { erlang: one(erlang), elixir: wishes(elixir === "" ? [] : [elixir], required) }
    const choice = chooseBeam(otpIndex("24.04-amd64"), elixirIndex, asked)
    expect({ erlang: said(choice.erlang), elixir: said(choice.elixir) }).toEqual({ erlang: ofErlang, elixir: ofElixir })
  })
})

const sha = "ab".repeat(32)
const index = (refs: string) =>
  parseBuildsTxt(
    refs
      .split(" ")
      .map((ref) => (ref.endsWith("!") ? `${ref.slice(0, -1)} abc 2026` : `${ref} abc 2026 ${sha}`))
      .join("\n"),
    "builds.txt",
  )

describe("of what an index lists the build says why it does not take", () => {
  it.each([
    ["an OTP without digest", "OTP-27.3 OTP-27.4!", "v1.18.4-otp-27", ["27.4: it is listed without a digest"], []],
    [
      "an Elixir without digest",
      "OTP-27.3",
      "v1.18.3-otp-27 v1.18.4-otp-27!",
      [],
      ["1.18.4: it is listed without a digest"],
    ],
    [
      "an OTP that no build of Elixir is compiled with",
      "OTP-26.2 OTP-27.3",
      "v1.18.4-otp-26",
      ["27.3: this Elixir 1.18.4 is compiled with Erlang/OTP 26"],
      [],
    ],
    [
      "an Elixir that no OTP of the system is for",
      "OTP-27.3",
      "v1.18.4-otp-27 v1.30.0-otp-31",
      [],
      ["1.30.0: it runs on no Erlang/OTP that is built for this system"],
    ],
    [
      "an Elixir that needs an OTP without digest",
      "OTP-26.2 OTP-27.3!",
      "v1.18.4-otp-26 v1.20.0-otp-27",
      ["27.3: it is listed without a digest"],
      ["1.20.0: it would run on Erlang/OTP 27.3, which is listed without a digest"],
    ],
    [
      "an Elixir that needs an OTP that is known to be bad",
      "OTP-26.2 OTP-27.0",
      "v1.18.4-otp-26 v1.20.0-otp-27",
      ["27.0: its compiler can make code that crashes the whole VM"],
      ["1.20.0: it would run on Erlang/OTP 27.0, and its compiler can make code that crashes the whole VM"],
    ],
  ])("%s", (_, otps, elixirs, ofErlang, ofElixir) => {
    const choice = chooseBeam(index(otps), index(elixirs), {})
    expect({ erlang: said(choice.erlang), elixir: said(choice.elixir) }).toEqual({ erlang: ofErlang, elixir: ofElixir })
  })

  it("an OTP that is known to be bad, for an app without Elixir", () => {
    expect(said(chooseOtp(index("OTP-26.2 OTP-27.0 OTP-27.4! maint-28")))).toEqual([
      "27.4: it is listed without a digest",
      "27.0: its compiler can make code that crashes the whole VM",
    ])
  })
})
