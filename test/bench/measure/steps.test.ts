import { expect, it } from "vitest"
import { endingAt, reportedSteps, spansOf, withCpu } from "../../../bench/measure/steps.ts"

it("places the steps of a report where they were, beside each other", () => {
  const report = { duration: 10, deps_start: 1, deps_duration: 4, node_start: 1.5, node_duration: 2, mix_env: "prod" }
  expect(endingAt(10.5, reportedSteps(report))).toEqual([
    { name: "deps", from: 1.5, to: 5.5 },
    { name: "node", from: 2, to: 4 },
  ])
})

it("knows no steps of a build that ran none", () => {
  expect(reportedSteps({ duration: 1, result_cache_hit: true })).toEqual([])
})

it("ends a step of a log where the next one begins", () => {
  const log = [
    { at: 0, text: "-----> Download" },
    { at: 2, text: "something" },
    { at: 5, text: "-----> Unpack" },
  ]
  expect(spansOf(log, 8)).toEqual([
    { name: "Download", from: 0, to: 5 },
    { name: "Unpack", from: 5, to: 8 },
  ])
})

it("gives steps that ran beside each other what both have used", () => {
  const steps = [
    { name: "compile", from: 0, to: 4 },
    { name: "node", from: 1, to: 2 },
  ]
  const samples = [
    { at: 0, used: 0 },
    { at: 4, used: 8 },
  ]
  expect(withCpu(steps, samples).map(({ cpu }) => cpu)).toEqual([8, 2])
})
