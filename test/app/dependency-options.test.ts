import { expect, it } from "vitest"
import { dependencyOptions } from "../../lib/app/dependency-options.ts"
import { mixExs } from "../support/apps.ts"

const optionsOf = (...deps: readonly string[]) => dependencyOptions(mixExs([], deps))

it("has nothing of a dependency without options, whatever its version", () => {
  expect(optionsOf('{:a, "~> 1.0"}', "{:b, [override: true]}", '{:c, ">= 0.0.0", override: true}')).toEqual([
    { app: "b", text: expect.any(String) },
  ])
})

it("tells options, but the version", () => {
  const [one, ...others] = optionsOf('{:a, "~> 1.0", system_env: [{"WITH", "x"}]}', '{:b, "~> 1.0"}')
  expect(one).toMatchObject({ app: "a", text: expect.stringContaining("system_env") })
  expect(others).toEqual([])
  expect(optionsOf('{:a, "~> 1.1", system_env: [{"WITH", "x"}], override: true}')).toEqual([one])
  expect(optionsOf('{:a, "~> 1.0", system_env: [{"WITH", "y"}]}')).not.toEqual([one])
  expect(optionsOf('{:a, "~> 1.0"}')).toEqual([])
  expect(optionsOf("{:a, runtime: Mix.env() == :dev}")).toMatchObject([{ text: expect.any(String) }])
})

it("has no text for what only Mix knows", () => {
  expect(optionsOf('{:a, "~> 1.0", compile: System.get_env("MAKE")}', '{:b, "~> 1.0", only: :dev}')).toEqual([
    { app: "a", text: undefined },
    { app: "b", text: expect.any(String) },
  ])
  const unclear = optionsOf('{:a, "~> 1.0", compile: "make"}', "more()")
  expect(unclear).toContainEqual({ app: "a", text: undefined })
})
