import { describe, expect, it } from "vitest"
import { describeOrigin } from "../../lib/core/setting.ts"
import { readMiseLock } from "../../lib/versions/mise-lock.ts"

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
      "the files for its own platform",
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
      ["27.3.4 (mise.lock:2)", `https://example.com/a is sha256 ${sha256.toLowerCase()} (mise.lock:4)`],
    ],
    [
      "files in tables of one line",
      `[[tools.erlang]]\nversion = "27.3.4"\n"platforms.linux-x64" = { checksum = "sha256:${sha256}", url = "https://example.com/a" }\n`,
      ["27.3.4 (mise.lock:2)", `https://example.com/a is sha256 ${sha256.toLowerCase()} (mise.lock:1)`],
    ],
    [
      "sha512, in the table of its own",
      `[[tools.erlang]]\nversion = "27.3.4"\n[tools.erlang.platforms.linux-x64]\nurl = "https://example.com/b"\nchecksum = "SHA512:${sha512}"\n`,
      ["27.3.4 (mise.lock:2)", `https://example.com/b is sha512 ${sha512} (mise.lock:5)`],
    ],
    ...["blake3:aa", "sha256:aa", `sha512:${sha256}`, `sha256:${sha512}`, "aa"].map(
      (checksum): readonly [string, string, readonly string[]] => [
        `no digest of ${checksum.slice(0, 9)}`,
        `[[tools.erlang]]\nversion = "27.3.4"\n"platforms.linux-x64" = { checksum = "${checksum}", url = "https://x.org" }\n`,
        ["27.3.4 (mise.lock:2)"],
      ],
    ),
  ])("reads %s", async (_, text, entries) => {
    const lock = await readMiseLock({ file: "mise.lock", text }, "amd64")
    const found = (lock.entries.erlang ?? []).flatMap(({ version, digests }) => [
      `${version.value} (${describeOrigin(version.origin)})`,
      ...digests.map(
        ({ url, digest, origin }) => `${url} is ${digest.algorithm} ${digest.hex} (${describeOrigin(origin)})`,
      ),
    ])
    expect(found).toEqual(entries)
  })
})
