import { expect, it } from "vitest"
import { modulesCompiled, spansOf } from "../../../bench/measure/log.ts"

const lines = (...texts: readonly (readonly [at: number, text: string])[]) => texts.map(([at, text]) => ({ at, text }))

it("counts the source files that Mix and rebar3 name", () => {
  const log = lines(
    [1, "       Compiling 2 files (.xrl)"],
    [1, "       Compiling 3 files (.erl)"],
    [1, "Compiling 47 files (.ex)"],
    [2, "       Compiling 1 file (.ex)"],
    [2, "===> Compiling ranch"],
    [2, "===> Compiling unknown"],
    [3, "       Compiling lib/a.ex (it's taking more than 10s)"],
    [3, "===> Analyzing applications..."],
  )
  expect(modulesCompiled(log, { ranch: 17 })).toBe(3 + 47 + 1 + 17 + 1)
})

it("ends a step where the log says how long it took, counting back when it was printed late", () => {
  const log = lines(
    [0.2, "-----> Installing Erlang/OTP and Elixir"],
    [4.2, "       Done in 4.0s"],
    [4.2, "-----> Installing Node"],
    [4.2, "       unpacked"],
    [4.3, "       Done in 3.1s"],
    [70, "-----> Compiling shop"],
    [135, "       Done in 1m5s"],
    [135.5, "-----> Process types"],
  )
  expect(spansOf(log, 136)).toEqual([
    { name: "Installing Erlang/OTP and Elixir", from: expect.closeTo(0.2), to: 4.2 },
    { name: "Installing Node", from: expect.closeTo(1.2), to: 4.3 },
    { name: "Compiling shop", from: 70, to: 135 },
    { name: "Process types", from: 135.5, to: 136 },
  ])
})

it("ends a step that says nothing where the next one begins", () => {
  const log = lines([0, "-----> Download"], [2, "something"], [5, "-----> Unpack"])
  expect(spansOf(log, 8)).toEqual([
    { name: "Download", from: 0, to: 5 },
    { name: "Unpack", from: 5, to: 8 },
  ])
})
