import { describe, expect, it } from "vitest"
import { BuildpackError } from "../../lib/core/error.ts"
import type { Origin, Setting } from "../../lib/core/setting.ts"
import { chooseBeam } from "../../lib/versions/beam.ts"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import { chooseMixTool } from "../../lib/versions/mix-tool.ts"
import { chooseNode, parseNodeIndex } from "../../lib/versions/node-index.ts"
import { digestIn } from "../../lib/versions/shasums.ts"

/** The error as the user reads it. */
function said(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof BuildpackError) return `${error.id}: ${error.title}\n\n${error.help}`
    throw error
  }
  throw new Error("expected a failure")
}

const sha = "9210a9e4b3f12cf32dd2f42857dc980e2776d52505c0c34858ef6d50a186dd22"
const lines = (refs: readonly string[]) => refs.map((ref) => `${ref} 8c0ea6b 2026-04-24T21:11:44Z ${sha}`).join("\n")
const otpText = `${lines(["OTP-25.3.2", "OTP-26.2.5", "OTP-27.0", "OTP-27.3.4", "OTP-27.3.4.2", "OTP-28.0.2"])}\nOTP-24.3.4 8c0ea6b 2024-04-26T03:41:09Z`
const otp = parseBuildsTxt(otpText, "https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt")
const elixirText = lines([
  "v1.0.5",
  "v1.17.3-otp-25",
  "v1.18.4-otp-26",
  "v1.18.4-otp-27",
  "v1.19.0-otp-26",
  "v1.19.0-otp-28",
  "v1.21.0-otp-30",
])
const elixir = parseBuildsTxt(elixirText, "https://builds.hex.pm/builds/elixir/builds.txt")
const node = parseNodeIndex(
  '[{"version":"v24.11.0","files":["linux-x64"],"lts":"Krypton"},{"version":"v22.12.0","files":["linux-x64"],"lts":"Jod"}]',
  "https://nodejs.org/dist/index.json",
)

const asked = (value: string, origin: Origin): Setting<string> => ({ value, origin })
const toolVersions = (line: number): Origin => ({ kind: "file", file: ".tool-versions", line })
const config: Origin = { kind: "file", file: "elixir_buildpack.config", line: 1 }
const projectToml: Origin = { kind: "file", file: "project.toml", line: 4 }
const variable = (name: string): Origin => ({ kind: "env", name })

describe("an unknown version", () => {
  it("asked for in .tool-versions", () => {
    expect(said(() => chooseBeam(otp, elixir, { erlang: asked("27.9", toolVersions(2)) }))).toMatchInlineSnapshot(`
      "version/unknown: There is no Erlang/OTP 27.9 to install

      .tool-versions:2 asks for it, but https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt does not list it.
      The nearest versions there: 27.3.4.2, 27.3.4, 27.0, 28.0.2, 26.2.5

      Name an exact version in .tool-versions, for example:

          erlang 27.3.4.2"
    `)
  })

  it("asked for in elixir_buildpack.config", () => {
    expect(said(() => chooseBeam(otp, elixir, { elixir: asked("1.18.9", config) }))).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir 1.18.9 to install

      elixir_buildpack.config:1 asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: 1.18.4, 1.19.0, 1.17.3, 1.21.0, 1.0.5

      Name an exact version in elixir_buildpack.config, for example:

          elixir_version=1.18.4"
    `)
  })

  it("asked for in project.toml", () => {
    expect(said(() => chooseBeam(otp, elixir, { elixir: asked("1.18.9", projectToml) }))).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir 1.18.9 to install

      project.toml:4 asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: 1.18.4, 1.19.0, 1.17.3, 1.21.0, 1.0.5

      Name an exact version in project.toml, for example:

          elixir = "1.18.4""
    `)
  })

  it("that is a branch, asked for in elixir_buildpack.config", () => {
    const branches = parseBuildsTxt(lines(["v1.18.4-otp-27", "main-otp-27", "v1.18-otp-27"]), elixir.source)
    expect(said(() => chooseBeam(otp, branches, { elixir: asked("branch topic", config) }))).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir branch topic to install

      elixir_buildpack.config:1 asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: branch v1.18, branch main

      Name an exact version in elixir_buildpack.config, for example:

          elixir_version=(branch v1.18)"
    `)
  })

  it("that is a branch, asked for by a variable", () => {
    const branches = parseBuildsTxt(lines(["main-otp-27"]), elixir.source)
    const pins = { elixir: asked("branch master", variable("ELIXIR_VERSION")) }
    expect(said(() => chooseBeam(otp, branches, pins))).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir branch master to install

      ELIXIR_VERSION asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: branch main

      Name an exact version, for example:

          ELIXIR_VERSION="branch main""
    `)
  })

  it("asked for by a variable, for a platform without it", () => {
    expect(said(() => chooseNode(node, "arm64", asked("22.12.0", variable("NODE_VERSION"))))).toMatchInlineSnapshot(`
      "version/unknown: There is no Node.js 22.12.0 to install

      NODE_VERSION asks for it, but https://nodejs.org/dist/index.json (linux-arm64) does not list it.
      It lists no version at all for this platform; if it is a mirror, add one."
    `)
  })

  it("of Node.js, asked for in .tool-versions", () => {
    expect(said(() => chooseNode(node, "amd64", asked("22", toolVersions(1))))).toMatchInlineSnapshot(`
      "version/unknown: There is no Node.js 22 to install

      .tool-versions:1 asks for it, but https://nodejs.org/dist/index.json (linux-x64) does not list it.
      The nearest versions there: 22.12.0, 24.11.0

      Name an exact version in .tool-versions, for example:

          nodejs 22.12.0"
    `)
  })

  it("asked for by the caller himself", () => {
    const pin = asked("26", { kind: "default", why: "as asked for" })
    expect(said(() => chooseBeam(otp, elixir, { erlang: pin }))).toMatchInlineSnapshot(`
      "version/unknown: There is no Erlang/OTP 26 to install

      It was asked for, but https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt does not list it.
      The nearest versions there: 26.2.5, 27.3.4.2, 27.3.4, 27.0, 25.3.2

      Name an exact version, for example:

          ERLANG_VERSION=26.2.5"
    `)
  })
})

describe("versions that do not fit each other", () => {
  it("both pinned", () => {
    const pins = { erlang: asked("25.3.2", toolVersions(1)), elixir: asked("1.19.0", variable("ELIXIR_VERSION")) }
    expect(said(() => chooseBeam(otp, elixir, pins))).toMatchInlineSnapshot(`
      "version/no-pair: No build of Elixir 1.19.0 is for Erlang/OTP 25.3.2

      .tool-versions:1 asks for Erlang/OTP 25.3.2.
      ELIXIR_VERSION asks for Elixir 1.19.0.
      Elixir 1.19.0 is built for Erlang/OTP 26, 28.

      Either take another Erlang/OTP:  erlang 28.0.2
      or another Elixir:  ELIXIR_VERSION=1.17.3"
    `)
  })

  it("Elixir pinned, and no OTP for it", () => {
    expect(said(() => chooseBeam(otp, elixir, { elixir: asked("1.21.0", toolVersions(2)) }))).toMatchInlineSnapshot(`
      "version/no-pair: No Erlang/OTP is there for Elixir 1.21.0

      .tool-versions:2 asks for Elixir 1.21.0.
      Elixir 1.21.0 is built for Erlang/OTP 30, of which https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt lists none.

      Take another Elixir:  elixir 1.19.0"
    `)
  })

  it("Elixir pinned, of which only builds for any OTP are left", () => {
    expect(said(() => chooseBeam(otp, elixir, { elixir: asked("1.0.5", toolVersions(2)) }))).toMatchInlineSnapshot(`
      "version/no-pair: No Erlang/OTP is there for Elixir 1.0.5

      .tool-versions:2 asks for Elixir 1.0.5.
      Elixir 1.0.5 is listed without the Erlang/OTP it is built for, so that has to be named as well.

      Take another Elixir:  elixir 1.19.0"
    `)
  })

  it("Erlang/OTP pinned, and every Elixir is too new", () => {
    const few = parseBuildsTxt(lines(["v1.19.0-otp-28"]), elixir.source)
    expect(said(() => chooseBeam(otp, few, { erlang: asked("25.3.2", config) }))).toMatchInlineSnapshot(`
      "version/no-pair: No Elixir is there for Erlang/OTP 25.3.2

      elixir_buildpack.config:1 asks for Erlang/OTP 25.3.2.
      The listed Elixirs are built for Erlang/OTP 28.

      Take another Erlang/OTP:  erlang_version=28.0.2"
    `)
  })

  it("nothing pinned", () => {
    const few = parseBuildsTxt(lines(["v1.21.0-otp-30"]), elixir.source)
    expect(said(() => chooseBeam(otp, few, {}))).toMatchInlineSnapshot(`
      "version/no-pair: No Erlang/OTP and Elixir are there that fit each other

      The listed Elixirs are built for Erlang/OTP 30, of which https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt lists none.

      Take other versions; if this is a mirror (BEAMPACK_MIRROR), add some that fit."
    `)
  })
})

describe("an index that is of no use", () => {
  it("without digest for the version", () => {
    expect(said(() => chooseBeam(otp, elixir, { erlang: asked("24.3.4", toolVersions(1)) }))).toMatchInlineSnapshot(`
      "version/no-digest: Erlang/OTP 24.3.4 cannot be verified

      .tool-versions:1 asks for it, and https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt lists it, but without a SHA-256 digest.
      Nothing is installed that cannot be verified.

      Take a later patch release of the same version; builds made since September 2024 have digests."
    `)
  })

  it("empty", () => {
    expect(said(() => chooseBeam(parseBuildsTxt("", otp.source), elixir, {}))).toMatchInlineSnapshot(`
      "version/empty-index: The index of Erlang/OTP lists no version that can be installed

      https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt was read, but holds no stable version with a digest.

      If this is a mirror (BEAMPACK_MIRROR), make it again; else try later: the file is being rewritten or is damaged."
    `)
  })

  it("of Node.js, not JSON", () => {
    expect(said(() => parseNodeIndex("<html>", node.source))).toMatchInlineSnapshot(`
      "node/bad-index: The list of Node.js releases cannot be read

      https://nodejs.org/dist/index.json should be a JSON array of releases, each with "version" and "files".

      If this is a mirror (BEAMPACK_MIRROR), make it again; else a proxy may have put its own page there."
    `)
  })

  it("of Node.js, without LTS", () => {
    expect(said(() => chooseNode(parseNodeIndex("[]", node.source), "amd64"))).toMatchInlineSnapshot(`
      "version/empty-index: The index of Node.js lists no LTS release

      https://nodejs.org/dist/index.json was read, but holds no LTS release for linux-x64.

      Name a version, for example NODE_VERSION=24.11.0, or make the mirror (BEAMPACK_MIRROR) again."
    `)
  })

  it("of digests, without the file", () => {
    const source = "https://nodejs.org/dist/v22.12.0/SHASUMS256.txt"
    expect(said(() => digestIn("", "node-v22.12.0-linux-x64.tar.gz", source))).toMatchInlineSnapshot(`
      "node/no-digest: node-v22.12.0-linux-x64.tar.gz cannot be verified

      https://nodejs.org/dist/v22.12.0/SHASUMS256.txt has no SHA-256 digest of it, and nothing is installed that cannot be verified.
      Take another version with NODE_VERSION."
    `)
  })

  it("of Hex, for newer Elixirs only", () => {
    const index = { source: "https://builds.hex.pm/installs/hex-1.x.csv", text: "" }
    expect(said(() => chooseMixTool("hex", index, { elixir: "1.14.0", otpMajor: 25 }))).toMatchInlineSnapshot(`
      "version/empty-index: There is no Hex for Elixir 1.14.0 on Erlang/OTP 25

      https://builds.hex.pm/installs/hex-1.x.csv was read, but lists none that is old enough.

      Take a newer Elixir, or, if this is a mirror (BEAMPACK_MIRROR), make it again."
    `)
  })
})
