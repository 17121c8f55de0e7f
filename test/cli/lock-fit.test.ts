import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { digestFile } from "../../lib/io/files.ts"
import { listRepacks } from "../../lib/mirror/repacks-list.ts"
import { writeStamp } from "../../lib/mirror/stamp.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { cli } from "../support/cli.ts"
import { startLocking } from "../support/locking.ts"

const edited = (text: string, from: RegExp, to: string): string => {
  expect(text).toMatch(from)
  return text.replace(from, to)
}

describe("a lock and what is asked for now", () => {
  it("is outdated by a word for the newest", async () => {
    const { app, run } = await startLocking()
    await writeFiles(app, { ".tool-versions": "erlang 27\nelixir 1.18\nnodejs 22\n" })
    await run()
    await writeFiles(app, { ".tool-versions": "erlang latest\nelixir latest\nnodejs 22\n" })
    const result = await run("--check")
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toMatchInlineSnapshot(`
      " !
       !     beampack.lock does not do for this build
       !
       !     .tool-versions:1 asks for Erlang/OTP latest now, and beampack.lock:4 has 27.3.4.2, chosen when it read: .tool-versions asks for 27.
       !     .tool-versions:2 asks for Elixir latest now, and beampack.lock:17 has 1.18.4, chosen when it read: .tool-versions asks for 1.18.
       !
       !     With a lock nothing is chosen in the build itself. Renew it, and commit it with what has changed:
       !
       !         beampack lock
       !
       !     Error id: lock/outdated
       !
      "
    `)
    expect((await cli(["plan", app], { env: { STACK: "heroku-24" } })).stderr).toContain("Error id: lock/outdated")
  })

  it.each(["latest", "node", "lts", "lts/*", "stable"])("is outdated by %s for Node.js", async (word) => {
    const { app, run } = await startLocking({ ".tool-versions": "erlang 27\nelixir 1.18\n", ".nvmrc": "24\n" })
    await run()
    expect(await run("--check")).toMatchObject({ exitCode: 0 })
    await writeFiles(app, { ".nvmrc": `${word}\n` })
    const result = await run("--check")
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toContain(
      `.nvmrc:1 asks for Node.js ${word} now, and beampack.lock:41 has 24.11.0, chosen when`,
    )
    expect(await run()).toMatchObject({ exitCode: 0 })
    expect(await run("--check")).toMatchObject({ exitCode: 0 })
  })

  it("does for a word for the newest that was there before, whatever file it is in", async () => {
    const { app, run } = await startLocking()
    await run()
    await writeFiles(app, { ".tool-versions": "erlang 27.3.4\nelixir 1.18\n", ".nvmrc": "lts\n" })
    expect(await run("--check")).toMatchObject({ exitCode: 0 })
  })

  it("says that another build of the same version is asked for, and takes it for no intrusion", async () => {
    const { app, run } = await startLocking()
    await writeFiles(app, { ".tool-versions": "erlang 27\nelixir 1.18.4-otp-27\nnodejs 22\n" })
    await run()
    await writeFiles(app, { ".tool-versions": "erlang 27\nelixir 1.18.4-otp-26\nnodejs 22\n" })
    expect((await run()).stderr).toMatchInlineSnapshot(`
      "-----> Locked in beampack.lock
             Erlang/OTP 27.3.4.2 (as before)
             Elixir 1.18.4, as another build: v1.18.4-otp-27 -> v1.18.4-otp-26
             Hex 2.2.2 (as before)
             rebar3 3.24.0 (as before)
             Node.js 22.12.0 (as before)
             The lock has the files for Ubuntu 22.04 (heroku-22), 24.04 (heroku-24), 26.04 (heroku-26) on amd64 and arm64
      "
    `)
  })

  it("is refused when its version was edited", async () => {
    const { app, run, read } = await startLocking()
    await run()
    await writeFile(join(app, "beampack.lock"), edited(await read(), /(?<=\nversion = ")1\.18\.4/, "1.18.5"))
    const result = await run("--check")
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toMatchInlineSnapshot(`
      " !
       !     beampack.lock:18: elixir 1.18.5 does not agree with its ref, v1.18.4-otp-27
       !
       !     It is made by a command, and a merge or an edit may have broken it. Make it anew, and commit it:
       !
       !         beampack lock
       !
       !     Error id: lock/malformed
       !
      "
    `)
  })

  it("lets the plan say who asks for what", async () => {
    const { app, env, run } = await startLocking()
    await run()
    const { stdout } = await cli(["plan", app], { env })
    expect(stdout.match(/^ {2}(?:Erlang|Elixir|Hex|Node).*(?= http)/gm)).toMatchInlineSnapshot(`
      [
        "  Erlang/OTP 27.3.4  (beampack.lock:4, .tool-versions:1)               ",
        "  Elixir     1.18.4  (beampack.lock:17, .tool-versions:2 asks for 1.18)",
        "  Hex        2.2.2   (beampack.lock:25)                                ",
        "  Node.js    24.11.0 (beampack.lock:41, .tool-versions:3 asks for lts) ",
      ]
    `)
    const { runtimes } = JSON.parse((await cli(["plan", app, "--json"], { env })).stdout)
    expect(
      runtimes.map(({ name, origin, asked, askedBy }: Record<string, unknown>) => [name, origin, asked, askedBy]),
    ).toMatchInlineSnapshot(`
      [
        [
          "erlang",
          "beampack.lock:4",
          "27.3.4",
          ".tool-versions:1",
        ],
        [
          "elixir",
          "beampack.lock:17",
          "1.18",
          ".tool-versions:2",
        ],
        [
          "hex",
          "beampack.lock:25",
          null,
          null,
        ],
        [
          "rebar3",
          "beampack.lock:33",
          null,
          null,
        ],
        [
          "node",
          "beampack.lock:41",
          "lts",
          ".tool-versions:3",
        ],
      ]
    `)
  })

  it("lets a disagreement name who asks", async () => {
    const { app, env, run } = await startLocking({ ".tool-versions": "erlang 27\nelixir 1.18\nnodejs lts\n" })
    await run()
    const result = await cli(["lock", app, "--arch", "amd64", "--check"], { env: { ...env, ELIXIR_VERSION: "1.18.4" } })
    expect(result).toMatchObject({ exitCode: 0 })
    await writeFiles(app, { ".tool-versions": "erlang 26\nelixir 1.18\nnodejs lts\n" })
    const other = await cli(["lock", app, "--check"], { env: { ...env, ERLANG_VERSION: "27" } })
    expect(other.stderr.split("\n").filter((line) => line.startsWith(" !"))).toMatchInlineSnapshot(`
      [
        " !     Erlang/OTP 27.3.4.2 is taken, as ERLANG_VERSION asks for 27; not followed: .tool-versions:1 (26)",
      ]
    `)
  })
})

describe("the platforms of a lock", () => {
  const otp = (arch: string) => `builds/otp/${arch}/ubuntu-24.04/builds.txt`

  it("are not all when the other processor of the stack lacks a version, which is said", async () => {
    const { app, env, mirror, run } = await startLocking()
    await writeFile(
      join(mirror, otp("arm64")),
      edited(await readFile(join(mirror, otp("arm64")), "utf8"), /^OTP-27\.3\.4 .*\n/m, ""),
    )
    expect((await run()).stderr).toMatchInlineSnapshot(`
      "       Erlang/OTP 27.3.4.2 is there; to take it in place of 27.3.4, which .tool-versions:1 asks for: erlang 27.3.4.2
       !     Erlang/OTP 27.3.4 is not there for heroku-24 on arm64, where builds with this lock end; to choose what is: beampack lock --for heroku-24 --arch arm64
      -----> Locked in beampack.lock
             Erlang/OTP 27.3.4 (new)
             Elixir 1.18.4 (new)
             Hex 2.2.2 (new)
             rebar3 3.24.0 (new)
             Node.js 24.11.0 (new)
             The lock has the files for Ubuntu 22.04 (heroku-22), 24.04 (heroku-24), 26.04 (heroku-26) on amd64; Ubuntu 22.04 (heroku-22), 26.04 (heroku-26) on arm64
      "
    `)
    const elsewhere = await cli(["lock", app, "--check", "--for", "heroku-24", "--arch", "arm64"], { env })
    expect(elsewhere.exitCode).toBe(1)
    expect(elsewhere.stderr).toMatchInlineSnapshot(`
      " !
       !     beampack.lock does not do for this build
       !
       !     beampack.lock:4 has no Erlang/OTP 27.3.4 for ubuntu-24.04-arm64.
       !
       !     With a lock nothing is chosen in the build itself. Renew it, and commit it with what has changed:
       !
       !         beampack lock --for heroku-24 --arch arm64
       !
       !     Error id: lock/outdated
       !
      "
    `)
  })

  it("are those of the mirror, of which one for a single platform needs no warning", async () => {
    const { mirror, run } = await startLocking()
    await rm(join(mirror, "builds/otp/arm64"), { recursive: true })
    const { stderr } = await run()
    expect(stderr).not.toContain(" !")
    expect(stderr).toContain(
      "The lock has the files for Ubuntu 22.04 (heroku-22), 24.04 (heroku-24), 26.04 (heroku-26) on amd64\n",
    )
  })
})

describe("a lock made with a mirror that packs files of its own", () => {
  /** The mirror as if these were of the distribution. */
  async function startPacked() {
    const all = await startLocking()
    const paths = ["builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.tar.gz", "builds/elixir/v1.18.4-otp-27.zip"]
    const entries = await Promise.all(
      paths.map(async (path) => {
        const hex = await digestFile(join(all.mirror, path), "sha256")
        return { path, index: "", digest: { algorithm: "sha256" as const, hex } }
      }),
    )
    await writeStamp(all.mirror, "apt", { from: [], entries })
    await listRepacks(all.mirror, { kind: "apt" }, { env: {} })
    return all
  }

  it("says that it fits only builds with this mirror", async () => {
    const { run, read } = await startPacked()
    const result = await run()
    expect(result.exitCode).toBe(0)
    expect(result.stderr.split("\n").filter((line) => line.startsWith(" !"))).toMatchInlineSnapshot(`
      [
        " !     This lock fits only builds with this mirror, which has packed files of its own from a distribution (--from-apt): Erlang/OTP 27.3.4, Elixir 1.18.4. With upstream, or another mirror, builds end with lock/digest",
      ]
    `)
    expect(await read()).toContain("https://builds.hex.pm/builds/elixir/v1.18.4-otp-27.zip")
  })

  it("says it of a folder, and of what was copied from there too", async () => {
    const { app, env, mirror } = await startPacked()
    const copy = await tempDir("copy")
    const copied = await cli(["mirror", copy, "--erlang", "27.3.4", "--elixir", "1.18.4"], { env })
    expect(copied).toMatchObject({ exitCode: 0 })
    for (const dir of [mirror, copy]) {
      const { stderr } = await cli(["lock", app], { env: { ...env, BEAMPACK_MIRROR: dir } })
      expect(stderr).toContain("This lock fits only builds with this mirror")
    }
  })

  it.each([403, 404])("says nothing where a server answers %s for the list", async (status) => {
    const { origin, run } = await startPacked()
    origin.fail("/repacks.txt", { status })
    const result = await run()
    expect(result.exitCode).toBe(0)
    expect(result.stderr).not.toContain("fits only")
  })
})
