import { expect, it } from "vitest"
import { resultOf, typical } from "../../../bench/report/result.ts"
import { stepsOf, tableOf } from "../../../bench/report/table.ts"
import { timeline } from "../../../bench/report/timeline.ts"
import type { BuilderName, Measured } from "../../../bench/scenario/run.ts"

const beside = [
  { name: "Compile <all>", from: 1, to: 9, cpu: 15 },
  { name: "Node", from: 2, to: 4, cpu: 3.5 },
]

function measured(builder: BuilderName, wall: number): Measured {
  const figures = {
    wall_s: wall,
    cpu_s: wall * 1.5,
    other_cpu_s: 0.5,
    bytes: 20e6,
    requests: 12,
    modules: 60,
    slug_bytes: builder === "plain" ? 40e6 : 8e6,
    cache_bytes: 100e6,
    boot_s: 1.25,
    boot_modules: builder === "plain" ? 60 : 0,
    rss_bytes: builder === "plain" ? 0 : 120e6,
  }
  const half = { from: 0, to: wall / 2, cpu: wall * 0.75 }
  const steps =
    builder === "plain"
      ? [
          { name: "Compile", ...half },
          { name: "Assets", from: half.to, to: half.to + 1, cpu: 1.5 },
        ]
      : [{ name: "compile", ...half }]
  return { scenario: "cold", builder, build: { figures, steps, traffic: {} } }
}

const all = [12, 8, 10].flatMap((wall) => [measured("beampack", wall), measured("plain", wall * 2)])

it("compares medians", () => {
  const { cold } = resultOf(all, { cores: 2 }, 20e6).scenarios
  expect(cold).toMatchObject({
    wall_s: 10,
    plain_wall_s: 20,
    ratio: 0.5,
    rss_bytes: 120e6,
    // Compiling and assets by hand, and a second for the bytes.
    unavoidable_s: 12,
    steps: { compile: 5 },
    plain_steps: { Compile: 10, Assets: 1 },
    steps_cpu: { compile: 7.5 },
    plain_steps_cpu: { Compile: 15, Assets: 1.5 },
  })
})

it("leaves out a scenario that only one has built", () => {
  expect(resultOf([measured("plain", 1)], {}, 1).scenarios).toEqual({})
})

it("shows the build in the middle", () => {
  expect(typical(all, "cold", "beampack")?.figures.wall_s).toBe(10)
  expect(typical(all, "module", "beampack")).toBeUndefined()
})

it("prints a table", () => {
  expect(`\n${tableOf(resultOf(all, {}, 20e6))}\n`).toMatchInlineSnapshot(`
    "
    | scenario |      wall s | ratio | goal |       CPU s | modules | requests |  fetched MB |    slug MB |      cache MB |    boot s | compiled at boot | memory MB |
    | -------- | ----------: | ----: | ---: | ----------: | ------: | -------: | ----------: | ---------: | ------------: | --------: | ---------------: | --------: |
    | cold     | 10.0 / 20.0 |  0.50 | 0.75 | 15.0 / 30.0 | 60 / 60 |  12 / 12 | 20.0 / 20.0 | 8.0 / 40.0 | 100.0 / 100.0 | 1.3 / 1.3 |           0 / 60 |     120.0 |
    "
  `)
})

it("lists steps, and what a cold build adds", () => {
  expect(stepsOf(resultOf(all, {}, 20e6)).split("\n")).toEqual([
    "cold",
    "  beampack     compile 5.0 / 7.5",
    "  plain build  Compile 10.0 / 15.0, Assets 1.0 / 1.5",
    "A cold build takes -17 % more than the unavoidable 12.0 s.",
  ])
})

it("draws steps that run beside each other in rows of their own", () => {
  const svg = timeline([{ scenario: "cold", builds: [{ name: "beampack", steps: beside, wall: 10 }] }])
  const bars = [...svg.matchAll(/y="(\d+)".*<title>(.*)<\/title>/g)].map(([, y, title]) => [Number(y), title])
  expect(bars).toEqual([
    [6, "beampack: 10.0 s"],
    [6, "Compile &lt;all>: 8.0 s, CPU 15.0 s"],
    [22, "Node: 2.0 s, CPU 3.5 s"],
  ])
})
