import { expect, it } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import { coverOf } from "../../lib/toolchain/lock-cover.ts"
import type { LockedRuntime } from "../../lib/versions/lock.ts"

function locked(name: RuntimeName, ...platforms: readonly string[]): LockedRuntime {
  const file = { url: "https://builds.hex.pm/a", digest: { algorithm: "sha256", hex: "00" } } as const
  const files = Object.fromEntries(platforms.map((platform) => [platform, file]))
  return { name, version: "1.0.0", ref: "v1.0.0", asked: [], files }
}

const otp = locked("erlang", "ubuntu-24.04-amd64", "ubuntu-22.04-amd64", "ubuntu-24.04-arm64")
const everywhere = locked("erlang", ...["22.04-amd64", "22.04-arm64"].map((one) => `ubuntu-${one}`))
const elixir = locked("elixir", "any")

it.each([
  [
    "Erlang/OTP",
    [otp, elixir],
    "Ubuntu 22.04 (heroku-22), 24.04 (heroku-24) on amd64; Ubuntu 24.04 (heroku-24) on arm64",
  ],
  ["the same for both processors", [everywhere, elixir], "Ubuntu 22.04 (heroku-22) on amd64 and arm64"],
  [
    "a Node.js for one processor",
    [otp, locked("node", "linux-x64")],
    "Ubuntu 22.04 (heroku-22), 24.04 (heroku-24) on amd64",
  ],
  ["Node.js alone", [locked("node", "linux-arm64", "linux-x64")], "amd64, arm64"],
  ["nothing that fits together", [otp, locked("node", "linux-riscv64")], "no platform"],
])("the platforms of a lock with %s", (_, lock, expected) => {
  expect(coverOf(lock)).toBe(expected)
})
