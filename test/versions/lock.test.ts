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
const file = (path: string) =>
  fc.record({
    url: fc.webUrl({ size: "small" }).map((url) => `${new URL(url).origin}/${path}`),
    digest,
    size: fc.option(fc.nat(), { nil: undefined }),
  })
const platform = fc.constantFrom("any", "linux-x64", "ubuntu-24.04-amd64", "ubuntu-22.04-arm64")

/** What a version is called in the index, and where its file is. */
const names: Readonly<Record<RuntimeName, (version: string) => readonly [ref: string, path: string]>> = {
  erlang: (version) => [`OTP-${version}`, `builds/otp/OTP-${version}.tar.gz`],
  elixir: (version) => [`v${version}-otp-27`, `builds/elixir/v${version}-otp-27.zip`],
  hex: (version) => [`1.18.4/hex-${version}-otp-27.ez`, `installs/1.18.4/hex-${version}-otp-27.ez`],
  rebar3: (version) => [`1.18.4/rebar3-${version}`, `installs/1.18.4/rebar3-${version}`],
  node: (version) => [`v${version}`, `dist/v${version}/node-v${version}.tar.gz`],
}
const numbers = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((all) => all.join("."))
const runtime = (name: RuntimeName): fc.Arbitrary<LockedRuntime> =>
  numbers.chain((version) => runtimeOf(name, version, ...names[name](version)))
const runtimeOf = (name: RuntimeName, version: string, ref: string, path: string): fc.Arbitrary<LockedRuntime> =>
  fc.record({
    name: fc.constant(name),
    version: fc.constant(version),
    ref: fc.constant(ref),
    branch: fc.option(text, { nil: undefined }),
    asked: fc.array(text),
    lts: fc.option(text, { nil: undefined }),
    files: fc.dictionary(platform, file(path), { noNullPrototype: true }),
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

const locks: Readonly<Record<RuntimeName, string>> = {
  erlang: table("erlang", "27.3.4", "OTP-27.3.4", "builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.tar.gz"),
  elixir: table("elixir", "1.18.4", "v1.18.4-otp-27", "builds/elixir/v1.18.4-otp-27.zip"),
  hex: table("hex", "2.2.2", "1.18.4/hex-2.2.2-otp-27.ez", "installs/1.18.4/hex-2.2.2-otp-27.ez"),
  rebar3: table("rebar3", "3.24.0", "1.18.4/rebar3-3.24.0-otp-26", "installs/1.18.4/rebar3-3.24.0-otp-26"),
  node: table("node", "24.0.0", "v24.0.0", "dist/v24.0.0/node-v24.0.0-linux-x64.tar.gz"),
}

function table(name: RuntimeName, version: string, ref: string, path: string): string {
  const digest = `sha256:${"0".repeat(64)}`
  const at = `{ url = "https://builds.hex.pm/${path}", digest = "${digest}" }`
  return `format = 1\n[${name}]\nversion = "${version}"\nref = "${ref}"\n[${name}.files]\n"any" = ${at}\n`
}

describe("a lock whose version, ref and URL are not of one build", () => {
  it.each(runtimeNames)("is refused with its line: the version of %s", async (name) => {
    await expect(parseLock(locks[name])).resolves.toHaveLength(1)
    const edited = locks[name].replace(/(?<=version = ").*(?=")/, "9.9.9")
    expect(renderError(await failure(parseLock(edited)))).toMatchSnapshot()
  })

  it.each([
    ["of Elixir for another OTP", locks.elixir.replace("-otp-27.zip", "-otp-26.zip")],
    ["of another Node.js", locks.node.replaceAll(/(?<=url.*)24\.0\.0/g, "24.1.0")],
    ["of what only begins so", locks.erlang.replace("OTP-27.3.4.tar", "OTP-27.3.4.2.tar")],
  ])("is refused with its line: a URL %s", async (_, edited) => {
    expect(renderError(await failure(parseLock(edited)))).toMatchSnapshot()
  })

  it.each([
    ["erlang", "maint-27", "maint-27", "builds/otp/amd64/ubuntu-24.04/maint-27.tar.gz"],
    ["erlang", "28.0-rc1", "OTP-28.0-rc1", "builds/otp/amd64/ubuntu-24.04/OTP-28.0-rc1.tar.gz"],
    ["elixir", "main", "main-otp-28", "builds/elixir/main-otp-28.zip"],
    ["elixir", "v1.18", "v1.18-otp-27", "builds/elixir/v1.18-otp-27.zip"],
    ["elixir", "1.19.0-rc.0", "v1.19.0-rc.0", "builds/elixir/v1.19.0-rc.0.zip"],
    ["hex", "2.0.6", "1.12.0/hex-2.0.6.ez", "installs/1.12.0/hex-2.0.6.ez"],
  ] as const)("is another than one with %s %s", async (name, version, ref, path) => {
    expect(await parseLock(table(name, version, ref, path))).toMatchObject([{ name, version }])
  })
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
