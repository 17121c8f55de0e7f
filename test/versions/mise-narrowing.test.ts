import { describe, expect, it } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import { readMiseLock } from "../../lib/versions/mise-lock.ts"
import { narrowed } from "../../lib/versions/mise-narrowing.ts"

describe("a lock of mise", () => {
  const lockOf = (tool: string, versions: readonly string[]) =>
    readMiseLock(
      {
        file: "mise.lock",
        text: versions.map((version) => `[[tools.${tool}]]\nversion = "${version}"\n`).join(""),
      },
      "amd64",
    )
  const source = (name: RuntimeName, value: string) => ({
    versions: { [name]: { value, origin: { kind: "file", file: "mise.toml", line: 2 } as const } },
  })

  it.each<
    readonly [name: "erlang" | "elixir" | "node", wish: string, locked: readonly string[], taken: string | undefined]
  >([
    ["erlang", "27", ["27.3.4"], "27.3.4"],
    ["erlang", "27", ["26.2.5", "27.3.4", "27.0"], "27.3.4"],
    ["erlang", "27.3.4", ["27.3.4.1"], "27.3.4.1"],
    ["erlang", "latest", ["26.2.5"], "26.2.5"],
    ["erlang", "28", ["27.3.4"], undefined],
    ["erlang", "27", ["system"], undefined],
    ["erlang", "2", ["27.3.4"], undefined],
    ["elixir", "1.18", ["1.18.4-otp-27"], "1.18.4-otp-27"],
    ["elixir", "~> 1.17", ["1.18.4"], "1.18.4"],
    ["elixir", "1.18-otp-28", ["1.18.4-otp-27"], undefined],
    ["elixir", "1.18.4-otp-27", ["1.18.3-otp-27"], undefined],
    ["node", "22", ["22.12.0"], "22.12.0"],
    ["node", "lts", ["22.12.0"], "22.12.0"],
    ["node", "lts/jod", ["22.12.0"], "22.12.0"],
    ["node", "lts/*", ["26.3.0"], "26.3.0"],
    ["node", "lts/-1", ["22.12.0"], "22.12.0"],
    ["node", "lts/*", ["23.1.0"], undefined],
    ["node", "lts/-1", ["23.1.0"], undefined],
    ["node", "lts/iron", ["22.12.0"], undefined],
    ["node", "24", ["22.12.0"], undefined],
    ["node", "whatever", ["22.12.0"], undefined],
  ])("of %s, where %s is asked for and it has %j, gives %s", async (name, wish, locked, taken) => {
    const asked = source(name, wish)
    const [lock, left] = narrowed(asked, await lockOf(name, locked), new Set())
    expect(lock?.versions[name]?.value).toBe(taken)
    expect(lock?.warnings?.[name] === undefined).toBe(taken !== undefined)
    expect(left).toBe(asked)
  })

  it("says nothing about what it has as it is asked for, nor about what a stronger file asks for", async () => {
    const lock = await lockOf("erlang", ["27.3.4"])
    const [same] = narrowed(source("erlang", "27.3.4"), lock, new Set())
    expect(same).toMatchObject({ versions: {}, warnings: {} })
    const [weaker] = narrowed(source("erlang", "26"), lock, new Set(["erlang"]))
    expect(weaker).toMatchObject({ versions: {}, warnings: {} })
  })

  it("tells of a version that is no longer asked for", async () => {
    const [lock] = narrowed(source("erlang", "28"), await lockOf("erlang", ["27.3.4"]), new Set())
    expect(lock?.warnings?.erlang).toEqual([
      'mise.lock:2 has Erlang/OTP 27.3.4, and mise.toml:2 asks for 28: "mise lock" brings them together',
    ])
  })

  it.each([
    ["sha256:abc", "sha256:abc"],
    [`sha512:${"ab".repeat(32)}`, `sha512:${"ab".repeat(32)}`],
    [`sha256:${"xy".repeat(32)}`, `sha256:${"xy".repeat(32)}`],
  ])("tells of a digest that is none: %s", async (checksum, said) => {
    const text = `[[tools.erlang]]\nversion = "27.3.4"\n[tools.erlang."platforms.linux-arm64"]\nchecksum = "${checksum}"\nurl = "https://example.com/a"\n`
    const taken = async (arch: "amd64" | "arm64") =>
      narrowed(source("erlang", "27"), await readMiseLock({ file: "mise.lock", text }, arch), new Set())[0]
    expect((await taken("arm64"))?.warnings?.erlang).toEqual([
      `mise.lock:4 has ${said} for Erlang/OTP 27.3.4, which is no such digest, so that it does not count: "mise lock" writes it anew`,
    ])
    expect((await taken("arm64"))?.digests?.erlang).toEqual([])
    expect((await taken("amd64"))?.warnings?.erlang).toBeUndefined()
  })

  it("that cannot be read stops those who lean on it", async () => {
    const lock = await readMiseLock({ file: "mise.lock", text: "<<<<<<< HEAD\n[[tools.erlang]]\n" }, "amd64")
    const [refusal] = narrowed(source("erlang", "27"), lock, new Set())
    expect(refusal?.refused?.erlang?.title).toBe("mise.lock:1:1 is not valid TOML")
    const [other] = narrowed(source("node", "22"), lock, new Set())
    expect(other?.refused).toEqual({})
  })
})
