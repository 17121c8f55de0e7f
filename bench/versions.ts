import { performance } from "node:perf_hooks"
import type { VersionWishes } from "../lib/core/runtime.ts"
import { chooseBeam } from "../lib/versions/beam.ts"
import { parseBuildsTxt } from "../lib/versions/builds-txt.ts"
import { chooseNode } from "../lib/versions/node.ts"
import { parseNodeIndex } from "../lib/versions/node-index.ts"

// What it takes to choose, cold and warm, from indexes as large as upstream's: 600 builds of Elixir, 400 of Erlang/OTP, and
// 800 releases of Node.js.

const count = (length: number) => Array.from({ length }, (_, index) => index)
const line = (ref: string) => `${ref} ${"0".repeat(40)} 2026-04-24T21:11:44Z ${"0".repeat(64)} `

const elixirs = count(120).flatMap((index) => {
  const minor = 13 + Math.floor(index / 6)
  return ["", ...count(4).map((more) => `-otp-${minor + 8 + more}`)].map((otp) =>
    line(`v1.${minor}.${index % 6}${otp}`),
  )
})
const otps = count(400).map((index) =>
  line(`OTP-${21 + Math.floor(index / 20)}.${Math.floor(index / 5) % 4}.${index % 5}`),
)
const nodes = count(800).map((index) => {
  const major = 4 + Math.floor(index / 34)
  const files = ["linux-arm64", "linux-x64", "osx-arm64-tar", "src", "win-x64-zip"]
  return { version: `v${major}.${index % 34}.0`, lts: major % 2 === 0 && `Line${major}`, files }
})

const otpIndex = parseBuildsTxt(otps.join("\n"), "otp")
const elixirIndex = parseBuildsTxt(elixirs.join("\n"), "elixir")
const nodeIndex = parseNodeIndex(JSON.stringify(nodes), "node")

const asked = (wish: string | undefined, requirement?: string): VersionWishes => {
  const settings = (value: string | undefined) =>
    value === undefined ? [] : [{ value, origin: { kind: "default", why: "bench" } as const }]
  return { wishes: settings(wish), requirements: settings(requirement) }
}

const choices: Readonly<Record<string, () => unknown>> = {
  "a pair, by mix.exs": () => chooseBeam(otpIndex, elixirIndex, { elixir: asked(undefined, "~> 1.17") }),
  "a pair, for one OTP": () =>
    chooseBeam(otpIndex, elixirIndex, { erlang: asked("27"), elixir: asked(undefined, "~> 1.17") }),
  "Node.js, by a range": () => chooseNode(nodeIndex, "amd64", asked(undefined, ">=20")),
}

for (const [what, choose] of Object.entries(choices)) {
  const cold = timed(choose)
  const warm =
    count(51)
      .map(() => timed(choose))
      .sort((a, b) => a - b)[25] ?? 0
  process.stdout.write(`${what.padEnd(24)} ${cold.toFixed(1)} ms at first, ${warm.toFixed(1)} ms then\n`)
}

function timed(act: () => unknown): number {
  const start = performance.now()
  act()
  return performance.now() - start
}
