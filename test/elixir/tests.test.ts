import { expect, it } from "vitest"
import { testCommand } from "../../lib/elixir/tests.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { failure } from "../support/failure.ts"

const origin = { kind: "file", file: "elixir_buildpack.config", line: 3 } as const

it.each([
  [undefined, ["mix", "test"]],
  ["", ["mix", "test"]],
  ["--only 'area:sign up' --seed 0", ["mix", "test", "--only", "area:sign up", "--seed", "0"]],
])("with test_args %j is %j", (value, expected) => {
  expect(testCommand(value === undefined ? undefined : { value, origin })).toEqual(expected)
})

it("refuses a quote that is never closed", async () => {
  const error = await failure((async () => testCommand({ value: "--only 'area", origin }))())
  expect(renderError(error)).toMatchInlineSnapshot(`
    " !
     !     test_args has a quote that is never closed
     !
     !     elixir_buildpack.config:3 sets it. Its value is split into words as a shell does, so that quotes hold a word
     !     with spaces together, for example:
     !       test_args="--only 'area:sign up' --seed 0"
     !
     !     Error id: config/test-args
     !"
  `)
})
