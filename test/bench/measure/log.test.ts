import { expect, it } from "vitest"
import { modulesCompiled } from "../../../bench/measure/log.ts"

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
