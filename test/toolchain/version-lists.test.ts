import { expect, it } from "vitest"
import type { ListedName } from "../../lib/core/version-list.ts"
import { listVersions } from "../../lib/toolchain/version-lists.ts"
import { tempApp } from "../support/app.ts"

const digest = "0".repeat(64)
const builds = (...refs: readonly string[]): string =>
  refs.map((ref) => `${ref} 0123abcd 2026-04-24T21:11:44Z ${digest}\n`).join("")

async function listed(name: ListedName, all: boolean): Promise<readonly string[]> {
  const mirror = await tempApp({
    "builds/otp/amd64/ubuntu-24.04/builds.txt": builds("OTP-28.0", "OTP-29.0-rc1", "maint-28"),
    "builds/elixir/builds.txt": builds("v1.20.0-otp-28", "v1.20.0-otp-29", "v1.20-otp-29", "main-otp-30"),
  })
  const [list] = await listVersions({
    names: [name],
    target: { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } },
    all,
    env: { BEAMPACK_MIRROR: mirror },
    output: () => undefined,
    signal: AbortSignal.timeout(10_000),
  })
  return (list?.versions ?? []).map(({ version, otp }) => [version, ...(otp ?? [])].join(" "))
}

it.each<readonly [name: ListedName, all: boolean, expected: readonly string[]]>([
  ["erlang", false, ["28.0"]],
  ["erlang", true, ["maint-28", "29.0-rc1", "28.0"]],
  // An OTP that is not released counts no more than such an Elixir.
  ["elixir", false, ["1.20.0 28"]],
  ["elixir", true, ["branch v1.20 29", "1.20.0 29 28"]],
])("lists %s, with what is not released: %s", async (name, all, expected) => {
  expect(await listed(name, all)).toEqual(expected)
})
