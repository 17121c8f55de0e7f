import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Digest, type RuntimeName, type RuntimeRequest, runtimeNames } from "../../lib/core/runtime.ts"
import type { Origin } from "../../lib/core/setting.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { type Lock, type LockedRuntime, readings } from "../../lib/versions/lock.ts"
import { readsAsLocked, unmet } from "../../lib/versions/lock-fit.ts"
import { parseLock } from "../../lib/versions/lock-parse.ts"
import { lockText } from "../../lib/versions/lock-text.ts"
import { failure } from "../support/failure.ts"

const text = fc.string({ unit: "grapheme" })
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length })
const digest: fc.Arbitrary<Digest> = fc.oneof(
  fc.record({ algorithm: fc.constant("sha256" as const), hex: hex(64) }),
  fc.record({ algorithm: fc.constant("sha512" as const), hex: hex(128) }),
)
const file = fc.record({ url: fc.webUrl(), digest, size: fc.option(fc.nat(), { nil: undefined }) })
const platform = fc.constantFrom("any", "linux-x64", "ubuntu-24.04-amd64", "ubuntu-22.04-arm64")
const runtime = (name: RuntimeName): fc.Arbitrary<LockedRuntime> =>
  fc.record({
    name: fc.constant(name),
    version: fc.string({ minLength: 1 }),
    ref: fc.string({ minLength: 1 }),
    branch: fc.option(text, { nil: undefined }),
    asked: fc.array(text),
    lts: fc.option(text, { nil: undefined }),
    files: fc.dictionary(platform, file, { noNullPrototype: true }),
  })
const lock = fc
  .tuple(...runtimeNames.map((name) => fc.option(runtime(name), { nil: undefined })))
  .map((all): Lock => all.filter((one) => one !== undefined))

/** Without the places, which only what was read has. */
function bare(read: Lock): unknown {
  return JSON.parse(JSON.stringify(read.map((one) => ({ ...one, origin: undefined }))))
}

describe("a lock", () => {
  it("is read as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(lock, async (written) => {
        expect(bare(await parseLock(lockText(written)))).toEqual(bare(written))
      }),
      { numRuns: 500 },
    )
  })

  it("reads the same in whatever order it was put together", () => {
    fc.assert(
      fc.property(lock, (written) => {
        const turned = written.toReversed().map((one) => ({
          ...one,
          files: Object.fromEntries(Object.entries(one.files).toReversed()),
        }))
        expect(lockText(turned)).toBe(lockText(written))
      }),
    )
  })

  it("may have more in it than we read", async () => {
    const more =
      'format = 1\nnew = true\n[bun]\nversion = "1"\n[node]\nversion = "24.0.0"\nref = "v24.0.0"\nnew = 1\n[node.files]\n'
    expect(await parseLock(more)).toEqual([
      {
        name: "node",
        version: "24.0.0",
        ref: "v24.0.0",
        asked: [],
        files: {},
        origin: { kind: "file", file: "beampack.lock", line: 5 },
      },
    ])
  })
})

const url = 'url = "https://nodejs.org/dist/v24.0.0/node.tar.gz"'

it.each([
  ["a conflict", "format = 1\n\n<<<<<<< HEAD\n[node]\n"],
  ["no format", '[node]\nversion = "24.0.0"\n'],
  ["a later format", "# ours\nformat = 2\n"],
  ["a text for a table", 'format = 1\nnode = "24.0.0"\n'],
  ["no version", "format = 1\n[node]\n[node.files]\n"],
  ["no ref", 'format = 1\n[node]\nversion = "24.0.0"\n[node.files]\n'],
  ["no files", 'format = 1\n[node]\nversion = "24.0.0"\nref = "v24.0.0"\n'],
  [
    "another address",
    'format = 1\n[node]\nversion = "24.0.0"\nref = "v24.0.0"\n[node.files]\nlinux-x64 = { url = "file:///etc/passwd" }\n',
  ],
  ["no digest", `format = 1\n[node]\nversion = "24.0.0"\nref = "v24.0.0"\n[node.files]\nlinux-x64 = { ${url} }\n`],
  [
    "a short digest",
    `format = 1\n[node]\nversion = "24.0.0"\nref = "v24.0.0"\n[node.files]\nlinux-x64 = { ${url}, digest = "sha256:ab" }\n`,
  ],
])("a lock with %s is refused with its line", async (_, source) => {
  expect(renderError(await failure(parseLock(source)))).toMatchSnapshot()
})

const toolVersions: Origin = { kind: "file", file: ".tool-versions", line: 3 }
const mixExs: Origin = { kind: "file", file: "mix.exs", line: 7 }

function request(name: RuntimeName, wish: string | undefined, ...requirements: readonly string[]): RuntimeRequest {
  return {
    name,
    wishes: wish === undefined ? [] : [{ value: wish, origin: toolVersions }],
    requirements: requirements.map((value) => ({ value, origin: mixExs })),
  }
}

function locked(name: RuntimeName, ref: string, asked: readonly string[] = [], lts?: string): LockedRuntime {
  const version = ref.replace(/^(OTP-|v)|-otp-\d+$/g, "")
  return { name, version, ref, asked, lts, files: {} }
}

describe("a locked version", () => {
  it.each([
    ["erlang", "OTP-27.3.4.2", "27", []],
    ["erlang", "OTP-27.3.4.2", "27.3.4.2", []],
    ["erlang", "OTP-27.3.4.2", "latest", []],
    ["erlang", "OTP-27.3.4.2", undefined, []],
    ["erlang", "maint-27", "ref:maint-27", []],
    ["elixir", "v1.18.4-otp-27", "1.18", ["~> 1.17"]],
    ["elixir", "v1.18.4-otp-27", "1.18.4-otp-27", []],
    ["elixir", "v1.18.4-otp-27", "1.18.4", ["~> 1.19"]],
    ["elixir", "v1.18.4-otp-27", undefined, ["~> 1.17", ">= 1.18.0"]],
    ["node", "v24.11.0", "lts/*", [">=22"]],
    ["node", "v24.11.0", "lts/krypton", []],
    ["hex", "2.2.2", "2.2.2", []],
  ] as const)("%s %s does for %s with %j", (name, ref, wish, requirements) => {
    expect(unmet(locked(name, ref, [], "Krypton"), request(name, wish, ...requirements))).toBeUndefined()
  })

  it.each([
    ["erlang", "OTP-27.3.4.2", "28", [], "28"],
    ["erlang", "OTP-27.3.4.2", "27.3.4", [], "27.3.4"],
    ["erlang", "OTP-27.3.4.2", "27.3", [], "27.3"],
    ["erlang", "OTP-27.3.4.2", "ref:maint-27", [], "ref:maint-27"],
    ["erlang", "OTP-27.3.4.2", "what?", [], "what?"],
    ["elixir", "v1.18.4-otp-27", "1.18-otp-26", [], "1.18-otp-26"],
    ["elixir", "v1.18.4-otp-27", "1.18", ["~> 1.17", "~> 1.19"], "~> 1.19"],
    ["elixir", "v1.18.4-otp-27", undefined, ["< 1.18.0"], "< 1.18.0"],
    ["node", "v24.11.0", "lts/jod", [], "lts/jod"],
    ["node", "v24.11.0", "22", [], "22"],
    ["hex", "2.2.2", "2.0.6", [], "2.0.6"],
  ] as const)("%s %s does not do for %s with %j", (name, ref, wish, requirements, value) => {
    expect(unmet(locked(name, ref, [], "Krypton"), request(name, wish, ...requirements))?.value).toBe(value)
  })

  it("does for what it was chosen by, whatever that means", () => {
    const asks = request("elixir", "something of tomorrow", "~> 9.0")
    const known = locked("elixir", "v1.18.4-otp-27", readings(asks))
    expect(unmet(known, asks)).toBeUndefined()
    expect(unmet(known, request("elixir", undefined, "~> 9.0"))?.value).toBe("~> 9.0")
    expect(unmet(known, request("elixir", "something of tomorrow", "~> 9.1"))?.value).toBe("~> 9.1")
  })

  it("was asked for in the same words as long as texts and places are the same, and not the lines", () => {
    const known = locked("erlang", "OTP-27.3.4.2", readings(request("erlang", "27", ">= 26")))
    const moved = {
      ...request("erlang", "27", ">= 26"),
      wishes: [{ value: "27", origin: { ...toolVersions, line: 9 } }],
    }
    expect(readsAsLocked(known, moved)).toBe(true)
    expect(readsAsLocked(known, request("erlang", "27"))).toBe(false)
    expect(readsAsLocked(known, request("erlang", "27.3", ">= 26"))).toBe(false)
    expect(readsAsLocked(known, { ...moved, wishes: [{ value: "27", origin: mixExs }] })).toBe(false)
  })
})
