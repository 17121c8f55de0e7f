import { describe, expect, it } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import { describeOrigin } from "../../lib/core/setting.ts"
import { readMiseLock } from "../../lib/versions/mise-lock.ts"
import { narrowed } from "../../lib/versions/mise-narrowing.ts"

const sha256 = "A1".repeat(32)
const sha512 = "b2".repeat(64)

describe("readMiseLock", () => {
  it.each<readonly [what: string, text: string, entries: readonly string[]]>([
    ["nothing", "", []],
    ["other tools", '[[tools.ruby]]\nversion = "3.4.1"\n', []],
    ["a version without files", '# mise\n\n[[tools.erlang]]\nversion = "27.3.4"\n', ["27.3.4 (mise.lock:4)"]],
    [
      "several of one tool",
      '[[tools.erlang]]\nbackend = "core:erlang"\nversion = "27.3.4"\n[[tools.erlang]]\nversion = "26.2.5"\n',
      ["27.3.4 (mise.lock:3)", "26.2.5 (mise.lock:5)"],
    ],
    ["the form of old", '[tools.erlang]\nversion = "27.3.4"\n', ["27.3.4 (mise.lock)"]],
    ["a table without a version", '[[tools.erlang]]\nbackend = "core:erlang"\n', []],
    [
      "files by platform",
      [
        "[[tools.erlang]]",
        'version = "27.3.4"',
        '[tools.erlang."platforms.linux-x64"]',
        `checksum = "sha256:${sha256}"`,
        'url = "https://example.com/a"',
        "[tools.erlang.platforms.linux-arm64]",
        'url = "https://example.com/b"',
        `checksum = "sha512:${sha512}"`,
        '[tools.erlang."platforms.macos-arm64"]',
        `checksum = "sha256:${sha256}"`,
        'url = "https://example.com/c"',
      ].join("\n"),
      [
        "27.3.4 (mise.lock:2)",
        `https://example.com/b is sha512 ${sha512} (mise.lock:8)`,
        `https://example.com/a is sha256 ${sha256.toLowerCase()} (mise.lock:4)`,
      ],
    ],
    [
      "files in tables of one line",
      `[[tools.erlang]]\nversion = "27.3.4"\n"platforms.linux-x64" = { checksum = "sha256:${sha256}", url = "https://example.com/a" }\n`,
      ["27.3.4 (mise.lock:2)", `https://example.com/a is sha256 ${sha256.toLowerCase()} (mise.lock:1)`],
    ],
    [
      "no digests of another kind, or of another length",
      ["blake3:aa", "sha256:aa", `sha512:${sha256}`, "aa"]
        .map((checksum, index) => `"platforms.linux-${index}" = { checksum = "${checksum}", url = "https://x.org" }\n`)
        .reduce((text, line) => text + line, '[[tools.erlang]]\nversion = "27.3.4"\n'),
      ["27.3.4 (mise.lock:2)"],
    ],
  ])("reads %s", async (_, text, entries) => {
    const lock = await readMiseLock({ file: "mise.lock", text })
    const found = (lock.entries.erlang ?? []).flatMap(({ version, digests }) => [
      `${version.value} (${describeOrigin(version.origin)})`,
      ...digests.map(
        ({ url, digest, origin }) => `${url} is ${digest.algorithm} ${digest.hex} (${describeOrigin(origin)})`,
      ),
    ])
    expect(found).toEqual(entries)
  })
})

describe("a lock of mise", () => {
  const lockOf = (tool: string, versions: readonly string[]) =>
    readMiseLock({
      file: "mise.lock",
      text: versions.map((version) => `[[tools.${tool}]]\nversion = "${version}"\n`).join(""),
    })
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
    ["erlang", "2", ["27.3.4"], undefined],
    ["elixir", "1.18", ["1.18.4-otp-27"], "1.18.4-otp-27"],
    ["elixir", "1.18-otp-28", ["1.18.4-otp-27"], undefined],
    ["elixir", "1.18.4-otp-27", ["1.18.3-otp-27"], undefined],
    ["node", "22", ["22.12.0"], "22.12.0"],
    ["node", "lts", ["22.12.0"], "22.12.0"],
    ["node", "lts/jod", ["22.12.0"], "22.12.0"],
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

  it("that cannot be read stops those who lean on it", async () => {
    const lock = await readMiseLock({ file: "mise.lock", text: "<<<<<<< HEAD\n[[tools.erlang]]\n" })
    const [refusal] = narrowed(source("erlang", "27"), lock, new Set())
    expect(refusal?.refused?.erlang?.title).toBe("mise.lock:1:1 is not valid TOML")
    const [other] = narrowed(source("node", "22"), lock, new Set())
    expect(other?.refused).toEqual({})
  })
})
