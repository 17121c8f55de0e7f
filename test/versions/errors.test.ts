import { describe, expect, it } from "vitest"
import type { VersionWishes } from "../../lib/core/runtime.ts"
import type { Origin } from "../../lib/core/setting.ts"
import { type BeamWishes, chooseBeam } from "../../lib/versions/beam.ts"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import { chooseMixTool } from "../../lib/versions/mix-tool.ts"
import { chooseNode } from "../../lib/versions/node.ts"
import { parseNodeIndex } from "../../lib/versions/node-index.ts"
import { digestIn } from "../../lib/versions/shasums.ts"
import { elixirIndex, installs, nodeIndex, otpIndex, said, wish, wishes } from "../support/indexes.ts"

const beam = (asked: BeamWishes) => said(() => chooseBeam(otpIndex("24.04-amd64"), elixirIndex, asked))
const node = (asked: VersionWishes) => said(() => chooseNode(nodeIndex, "amd64", asked))

const file = (name: string, line = 1): Origin => ({ kind: "file", file: name, line })
const variable = (name: string): Origin => ({ kind: "env", name })
const required = (value: string, name = "mix.exs", line = 7) => ({ value, origin: file(name, line) })

describe("a version that is not there", () => {
  it("asked for in .tool-versions", () => {
    expect(beam({ erlang: wish("27.9", file(".tool-versions", 2)) })).toMatchInlineSnapshot(`
      "version/unknown: There is no Erlang/OTP 27.9 to install

      .tool-versions:2 asks for it, but https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt does not list it.
      The nearest versions there: 27.3.4.12, 27.3.4.10, 27.3.4.2, 27.3.4, 27.3

      Name one of them in .tool-versions, for example:

          erlang 27.3.4.12"
    `)
  })

  it("asked for in elixir_buildpack.config", () => {
    expect(beam({ elixir: wish("1.18.9", file("elixir_buildpack.config")) })).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir 1.18.9 to install

      elixir_buildpack.config:1 asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: 1.18.4, 1.18.3, 1.18.0, 1.19.5, 1.19.2

      Name one of them in elixir_buildpack.config, for example:

          elixir_version=1.18.4"
    `)
  })

  it("that is a branch, asked for by a variable", () => {
    expect(beam({ elixir: wish("branch v1.17", variable("ELIXIR_VERSION")) })).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir branch v1.17 to install

      ELIXIR_VERSION asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: 1.17.3, branch v1.18, branch v1.20, branch main

      Name one of them, for example:

          ELIXIR_VERSION=1.17.3"
    `)
  })

  it("that is a branch, asked for in .tool-versions", () => {
    expect(beam({ elixir: wish("ref:v1.17", file(".tool-versions")) })).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir ref:v1.17 to install

      .tool-versions:1 asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: 1.17.3, branch v1.18, branch v1.20, branch main

      Name one of them in .tool-versions, for example:

          elixir 1.17.3"
    `)
  })

  it.each(["1.18.4-otp-29", "1.18-otp-24", "v1.18.4-otp-24"])("of an OTP that no build is for: %s", (version) => {
    expect(beam({ elixir: wish(version, file("mise.toml", 3)) })).toMatchSnapshot()
  })

  it("of an OTP, and not there for another", () => {
    expect(beam({ elixir: wish("1.18.9-otp-24", file(".tool-versions")) })).toMatchInlineSnapshot(`
      "version/unknown: There is no Elixir 1.18.9-otp-24 to install

      .tool-versions:1 asks for it, but https://builds.hex.pm/builds/elixir/builds.txt does not list it.
      The nearest versions there: 1.18.4, 1.18.3, 1.18.0, 1.19.5, 1.19.2

      Name one of them in .tool-versions, for example:

          elixir 1.18.4"
    `)
  })

  it("that is a branch with releases, but no longer there", () => {
    expect(beam({ erlang: wish("maint-25", file(".tool-versions")) })).toMatchInlineSnapshot(`
      "version/unknown: There is no Erlang/OTP maint-25 to install

      .tool-versions:1 asks for it, but https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt does not list it.
      The nearest versions there: 25.3.2.21, maint-26, maint-27, maint-28, maint-29

      Name one of them in .tool-versions, for example:

          erlang 25.3.2.21"
    `)
  })

  it.each([">=26", "19", "~25.9"])("of Node.js, asked for as %s", (value) => {
    expect(node(wish(value, file(".nvmrc")))).toMatchSnapshot()
  })

  it("of Node.js, the start of one", () => {
    expect(node(wish("26", file(".nvmrc")))).toMatchInlineSnapshot(`
      "version/unknown: There is no Node.js 26 to install

      .nvmrc:1 asks for it, but https://nodejs.org/dist/index.json (linux-x64) does not list it.
      The newest of the long-term support lines there: 24.21.0, 22.20.0, 20.19.5

      Name one of them in .nvmrc, for example:

          24.21.0"
    `)
  })

  it.each(["lts/nobody", "lts/kripton", "lts/-9"])("of Node.js, an LTS line that is not there: %s", (line) => {
    expect(node(wish(line, file(".tool-versions", 3)))).toMatchSnapshot()
  })

  it("of Hex", () => {
    const choose = () =>
      chooseMixTool(
        "hex",
        installs("hex", "1.18.4"),
        { elixir: "1.18.4", otp: "27.3.4" },
        wish("2.9.0", variable("HEX_VERSION")),
      )
    expect(said(choose)).toMatchInlineSnapshot(`
      "version/unknown: There is no Hex 2.9.0 to install

      HEX_VERSION asks for it, but https://builds.hex.pm/installs/hex.csv does not list it.
      The nearest versions there: 2.5.0, 2.4.2, 2.2.2

      Name one of them, for example:

          HEX_VERSION=2.5.0"
    `)
  })

  it("in an index without any for the platform", () => {
    const none = { source: nodeIndex.source, releases: [] }
    expect(said(() => chooseNode(none, "arm64", wish("22.12.0", variable("NODE_VERSION"))))).toMatchInlineSnapshot(`
      "version/empty-index: The index of Node.js lists no version that can be installed

      https://nodejs.org/dist/index.json (linux-arm64) was read, but holds no stable version.

      If this is a mirror (BEAMPACK_MIRROR), make it again; else try later: the file is being rewritten or is damaged."
    `)
  })
})

describe("a range that nothing meets", () => {
  it("in mix.exs", () => {
    expect(beam({ elixir: wishes([], [required("~> 1.22")]) })).toMatchInlineSnapshot(`
      "version/unknown: No version of Elixir that can be installed meets ~> 1.22

      mix.exs:7 asks for a version in that range, but https://builds.hex.pm/builds/elixir/builds.txt lists none.
      The nearest versions there: 1.20.3, 1.20.0, 1.19.5, 1.19.2, 1.19.0

      Name one of them in mix.exs, for example:

          elixir: "~> 1.20""
    `)
  })

  it("in package.json", () => {
    expect(node(wishes([], [required(">=30", "package.json", 12)]))).toMatchInlineSnapshot(`
      "version/unknown: No version of Node.js that can be installed meets >=30

      package.json:12 asks for a version in that range, but https://nodejs.org/dist/index.json (linux-x64) lists none.
      The newest of the long-term support lines there: 24.21.0, 22.20.0, 20.19.5

      Name one of them in package.json, for example:

          "node": "24.21.0""
    `)
  })

  it("as a wish", () => {
    expect(beam({ erlang: wish("~> 31.0", file("mise.toml", 2)) })).toMatchInlineSnapshot(`
      "version/unknown: No version of Erlang/OTP that can be installed meets ~> 31.0

      mise.toml:2 asks for a version in that range, but https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt lists none.
      The nearest versions there: 29.0.3, 29.0, 28.5.1, 28.5, 28.1

      Name one of them in mise.toml, for example:

          erlang = "29.0.3""
    `)
  })
})

describe("requirements that contradict each other", () => {
  it("of the children of an umbrella", () => {
    const requirements = [
      required("~> 1.14", "mix.exs"),
      required("~> 1.18", "apps/web/mix.exs", 9),
      required("~> 1.16.0", "apps/store/mix.exs", 8),
    ]
    expect(beam({ elixir: wishes([], requirements) })).toMatchInlineSnapshot(`
      "version/contradiction: No version of Elixir meets all that the app requires

      Each of these can be met, but no version meets them all:

          mix.exs:7 requires ~> 1.14
          apps/web/mix.exs:9 requires ~> 1.18
          apps/store/mix.exs:8 requires ~> 1.16.0

      Make them agree. The least change is for Elixir 1.18.4:

          apps/store/mix.exs:8:  elixir: "~> 1.18""
    `)
  })

  it("of which two are as far from the third as from each other", () => {
    const requirements = [
      required("~> 1.15", "mix.exs"),
      required("~> 1.17.0", "apps/b/mix.exs"),
      required("~> 1.18", "apps/c/mix.exs"),
    ]
    expect(beam({ elixir: wishes([], requirements) })).toMatchInlineSnapshot(`
      "version/contradiction: No version of Elixir meets all that the app requires

      Each of these can be met, but no version meets them all:

          mix.exs:7 requires ~> 1.15
          apps/b/mix.exs:7 requires ~> 1.17.0
          apps/c/mix.exs:7 requires ~> 1.18

      Make them agree. The least change is for Elixir 1.18.4:

          apps/b/mix.exs:7:  elixir: "~> 1.18""
    `)
  })

  it("of Node.js", () => {
    const requirements = [required("<20", "package.json", 5), required(">=22", "assets/package.json", 6)]
    expect(node(wishes([], requirements))).toMatchInlineSnapshot(`
      "version/contradiction: No version of Node.js meets all that the app requires

      Each of these can be met, but no version meets them all:

          package.json:5 requires <20
          assets/package.json:6 requires >=22

      Make them agree. The least change is for Node.js 22.20.0:

          package.json:5:  "node": "22.20.0""
    `)
  })
})

describe("an index that is of no use", () => {
  it("empty", () => {
    expect(
      said(() => chooseBeam(parseBuildsTxt("", "https://mirror/builds.txt"), elixirIndex, {})),
    ).toMatchInlineSnapshot(`
      "version/empty-index: The index of Erlang/OTP lists no version that can be installed

      https://mirror/builds.txt was read, but holds no stable version.

      If this is a mirror (BEAMPACK_MIRROR), make it again; else try later: the file is being rewritten or is damaged."
    `)
  })

  it("of Node.js, not JSON", () => {
    expect(said(() => parseNodeIndex("<html>", nodeIndex.source))).toMatchInlineSnapshot(`
      "node/bad-index: The list of Node.js releases cannot be read

      https://nodejs.org/dist/index.json should be a JSON array of releases, each with "version" and "files".

      If this is a mirror (BEAMPACK_MIRROR), make it again; else a proxy may have put its own page there."
    `)
  })

  it("of Node.js, without a release", () => {
    expect(said(() => chooseNode(parseNodeIndex("[]", nodeIndex.source), "amd64"))).toMatchInlineSnapshot(`
      "version/empty-index: The index of Node.js lists no version that can be installed

      https://nodejs.org/dist/index.json (linux-x64) was read, but holds no stable version.

      If this is a mirror (BEAMPACK_MIRROR), make it again; else try later: the file is being rewritten or is damaged."
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
    expect(said(() => chooseMixTool("hex", index, { elixir: "1.14.0", otp: "25.3.2" }))).toMatchInlineSnapshot(`
      "version/no-build: There is no Hex for Elixir 1.14.0 on Erlang/OTP 25.3.2

      https://builds.hex.pm/installs/hex-1.x.csv was read, but lists none that is old enough.

      Take a newer Elixir, or, if this is a mirror (BEAMPACK_MIRROR), make it again."
    `)
  })
})
