import { expect, it } from "vitest"
import { renderError } from "../../lib/heroku/output.ts"
import { isElixirRequirement, noRequirement } from "../../lib/versions/elixir-requirement.ts"

it.each([
  "~> 1.17",
  "~>1.17",
  "1.18.4",
  "== 1.18.4",
  ">= 1.17.0 and < 1.19.0",
  "~> 1.16.0 or  ~> 1.18",
  "!= 1.18.0",
  " >= 1.15.0-rc.1 ",
])("%s is a requirement of mix.exs", (text) => {
  expect(isElixirRequirement(text)).toBe(true)
})

it.each([
  "",
  "~> x",
  "1.17.x",
  "1.18",
  "1.18.4-otp-27",
  ">1.15 <1.18",
  "v1.18.4",
  "= 1.18.4",
  "~> 1",
  "~> 1.18\tand < 1.20.0",
  ">= 1.17",
  "*",
  "latest",
  "main",
  "^1.17",
  "~1.17",
  "1.17 - 1.19",
  "~> 1.17 || ~> 1.18",
  "~> 1.17, < 2.0.0",
  "~>",
])("%j is none", (text) => {
  expect(isElixirRequirement(text)).toBe(false)
})

it.each(["~> x", ">= 1.17", "1.18", ">1.15 <1.18", "~> 1.18 || ~> 1.19", "1.18.4-otp-27"])(
  "says what can stand in the place of %s",
  (value) => {
    const origin = { kind: "file", file: "mix.exs", line: 8 } as const
    expect(renderError(noRequirement({ value, origin }))).toMatchSnapshot()
  },
)
