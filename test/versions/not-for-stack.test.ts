import { expect, it } from "vitest"
import { type OtpPlatform, ubuntuReleases } from "../../lib/core/stacks.ts"
import { type BeamWishes, chooseBeam } from "../../lib/versions/beam.ts"
import { chooseNode } from "../../lib/versions/node.ts"
import { mayBeElsewhere, notForStack } from "../../lib/versions/not-for-stack.ts"
import { elixirIndex, nodeIndex, otpIndex, type System, said, systems, wish } from "../support/indexes.ts"

const file = (line: number) => ({ kind: "file", file: ".tool-versions", line }) as const

/** What a build on one system says, after a look at all others. */
function failureOn(here: System, asked: BeamWishes): string {
  const choose = (index = otpIndex(here)) => chooseBeam(index, elixirIndex, asked)
  const others = systems
    .filter((system) => system !== here)
    .map((system) => ({ ...platform(system), index: otpIndex(system) }))
  return said(() => {
    try {
      choose()
    } catch (error) {
      throw mayBeElsewhere(error) ? notForStack(error, platform(here), others, choose) : error
    }
  })
}

function platform(system: System): OtpPlatform {
  const ubuntu = ubuntuReleases.find((release) => system.startsWith(release)) ?? ubuntuReleases[0]
  return { ubuntu, arch: system.endsWith("arm64") ? "arm64" : "amd64" }
}

it("names the systems that have a version", () => {
  expect(failureOn("26.04-arm64", { erlang: wish("26.2.5", file(1)) })).toMatchInlineSnapshot(`
    "version/not-for-stack: There is no Erlang/OTP 26.2.5 to install on Ubuntu 26.04 (heroku-26; arm64)

    It is there on:

        Ubuntu 22.04 (heroku-22; amd64, arm64)
        Ubuntu 24.04 (heroku-24; amd64, arm64)
        Ubuntu 26.04 (heroku-26; amd64)

    Build there, or stay and ask for another version:

    .tool-versions:1 asks for it, but https://builds.hex.pm/builds/otp/arm64/ubuntu-26.04/builds.txt does not list it.
    The nearest versions there: 27.3.4.12, 28.5.1, 29.0.3, 29.0

    Name one of them in .tool-versions, for example:

        erlang 27.3.4.12"
  `)
})

it("names the other architecture of the same system", () => {
  expect(failureOn("24.04-arm64", { erlang: wish("27.3.4.12", file(1)) })).toMatchInlineSnapshot(`
    "version/not-for-stack: There is no Erlang/OTP 27.3.4.12 to install on Ubuntu 24.04 (heroku-24; arm64)

    It is there on:

        Ubuntu 22.04 (heroku-22; amd64, arm64)
        Ubuntu 24.04 (heroku-24; amd64)
        Ubuntu 26.04 (heroku-26; amd64, arm64)

    Build there, or stay and ask for another version:

    .tool-versions:1 asks for it, but https://builds.hex.pm/builds/otp/arm64/ubuntu-24.04/builds.txt does not list it.
    The nearest versions there: 27.3.4.10, 27.3.4.2, 27.3.4, 27.3, 27.2.1

    Name one of them in .tool-versions, for example:

        erlang 27.3.4.10"
  `)
})

it("names the systems that have an OTP for an Elixir", () => {
  expect(failureOn("26.04-amd64", { elixir: wish("1.13.4", file(2)) })).toMatchInlineSnapshot(`
    "version/not-for-stack: No Erlang/OTP is there for Elixir 1.13.4 on Ubuntu 26.04 (heroku-26; amd64)

    It is there on:

        Ubuntu 22.04 (heroku-22; amd64, arm64)
        Ubuntu 24.04 (heroku-24; amd64, arm64)

    Build there, or stay and ask for another version:

    .tool-versions:2 asks for Elixir 1.13.4.
    Elixir 1.13.4 is built for Erlang/OTP 22, 23, 24, 25, of which https://builds.hex.pm/builds/otp/amd64/ubuntu-26.04/builds.txt lists none.

    Take another Elixir, in .tool-versions:2:

        elixir 1.14.5"
  `)
})

it.each([
  ["is there nowhere", { erlang: wish("27.9", file(1)) }, "version/unknown"],
  ["fits nowhere", { erlang: wish("24", file(1)), elixir: wish("1.18", file(2)) }, "version/no-pair"],
  ["is about Elixir alone", { elixir: wish("1.18.9", file(2)) }, "version/unknown"],
])("leaves a failure as it is that %s", (_, asked, id) => {
  expect(failureOn("24.04-amd64", asked)).toMatch(new RegExp(`^${id}: `))
})

it("names the architecture that has a release of Node.js", () => {
  expect(said(() => chooseNode(nodeIndex, "arm64", wish("0.12.18", file(1))))).toMatchInlineSnapshot(`
    "version/not-for-stack: There is no Node.js 0.12.18 to install on linux-arm64

    It is there on:

        linux-x64

    Build there, or stay and ask for another version:

    .tool-versions:1 asks for it, but https://nodejs.org/dist/index.json (linux-arm64) does not list it.
    The newest of the long-term support lines there: 24.11.0, 22.20.0, 20.19.5

    Name one of them in .tool-versions, for example:

        nodejs 24.11.0"
  `)
})
