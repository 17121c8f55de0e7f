import { chmod, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import dedent from "dedent"
import { describe, expect, it } from "vitest"
import { findPackages, missingPackages, parsePackages, unpackPackages } from "../../lib/mirror/apt.ts"
import { tempDir } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const uri =
  "'http://deb.example/debian/pool/main/e/erlang/erlang-base_25.2.3%2bdfsg-1_amd64.deb' erlang-base_1%3a25.2.3+dfsg-1_amd64.deb 9697280 SHA256:71731c"
const erlangBase = {
  name: "erlang-base",
  version: "1:25.2.3+dfsg-1",
  file: "erlang-base_1%3a25.2.3+dfsg-1_amd64.deb",
  bytes: 9697280,
  digest: "SHA256:71731c",
}

describe("parsePackages", () => {
  it.each([
    ["a package", `${uri}\n`, [erlangBase]],
    ["nothing", "", []],
    ["other lines", `Reading package lists...\n${uri}\n`, [erlangBase]],
  ])("reads %s", (_, text, packages) => {
    expect(parsePackages(text)).toEqual(packages)
  })
})

describe("missingPackages", () => {
  it("names what apt does not know", () => {
    expect(missingPackages(["Reading", "E: Unable to locate package erlang-hex"])).toEqual(["erlang-hex"])
  })
})

describe("findPackages", () => {
  it("leaves out an optional package that is not there", async () => {
    const apt = await fakeApt(`echo "${uri}"; echo "E: Unable to locate package erlang-hex" >&2; exit 100`)
    expect(await findPackages(["erlang-base"], ["erlang-hex"], apt)).toEqual([erlangBase])
    expect(await apt.calls()).toEqual(["--print-uris download erlang-base erlang-hex"])
  })

  it.runIf(process.getuid?.() === 0)("fetches the package lists of a fresh machine, once", async () => {
    const apt = await fakeApt(dedent`
      case "$*" in
        *update) touch updated ;;
        *) if [ -e updated ]; then echo "${uri}"; else echo "E: Unable to locate package erlang-base" >&2; exit 100; fi ;;
      esac
    `)
    expect(await findPackages(["erlang-base"], [], apt)).toEqual([erlangBase])
    const query = "--print-uris download erlang-base"
    expect(await apt.calls()).toEqual([query, "update", query])
  })

  it("says what to do when a package is nowhere", async () => {
    const apt = await fakeApt(
      `case "$*" in *update) ;; *) printf "E: Unable to locate package %s\\n" elixir rebar3 >&2; exit 100 ;; esac`,
    )
    expect(text(await failure(findPackages(["elixir", "rebar3"], [], apt)))).toMatchInlineSnapshot(`
      "mirror/no-package: apt knows no package named elixir (and 1 more)

      The package lists of this machine are missing or old, or lack the section that Erlang and Elixir are in
      (main on Debian, universe on Ubuntu). Fetch them, then type the command again:

          sudo apt-get update"
    `)
  })

  it("quotes apt when it fails", async () => {
    const apt = await fakeApt(`echo "E: The list of sources could not be read." >&2; exit 100`)
    expect(text(await failure(findPackages(["elixir"], [], apt)))).toMatchInlineSnapshot(`
      "mirror/apt-failed: apt-get download failed

      It said:

          E: The list of sources could not be read.

      If that is about the network, or package lists that are too old, this helps or says more: sudo apt-get update"
    `)
  })

  it("says so on another kind of machine", async () => {
    const apt = await fakeApt("")
    const elsewhere = { ...apt, env: { PATH: await tempDir("empty") } }
    expect(text(await failure(findPackages(["elixir"], [], elsewhere)))).toMatchInlineSnapshot(`
      "mirror/no-apt: There is no apt-get on this machine

      A mirror from the distribution's packages can only be made on Debian 12 or later, or Ubuntu 22.04 or later.
      Elsewhere make it from upstream: leave out --from-apt."
    `)
  })
})

describe("unpackPackages", () => {
  it("quotes apt when a package cannot be downloaded", async () => {
    const apt = await fakeApt(`echo "E: Failed to fetch http://deb.example/x.deb  404  Not Found" >&2; exit 100`)
    const error = await failure(unpackPackages([erlangBase], join(apt.folder, "root"), apt))
    expect(text(error)).toMatchInlineSnapshot(`
      "mirror/apt-failed: apt-get download failed

      It said:

          E: Failed to fetch http://deb.example/x.deb  404  Not Found

      If that is about the network, or package lists that are too old, this helps or says more: sudo apt-get update"
    `)
  })
})

/** An apt-get that is this script, and the arguments it was called with. */
async function fakeApt(script: string) {
  const dir = await tempDir("apt")
  const folder = join(dir, "work")
  const log = join(dir, "log")
  await mkdir(folder)
  await mkdir(join(dir, "bin"))
  await writeFile(join(dir, "bin/apt-get"), `#!/bin/sh\nshift 2\necho "$*" >> ${log}\n${script}\n`)
  await chmod(join(dir, "bin/apt-get"), 0o755)
  return {
    folder,
    env: { PATH: `${dir}/bin:/usr/bin:/bin` },
    output: () => {},
    calls: async () => (await readFile(log, "utf8")).trim().split("\n"),
  }
}

function text({ id, title, help }: { id: string; title: string; help: string }): string {
  return `${id}: ${title}\n\n${help}`
}
