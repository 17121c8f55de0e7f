import { readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { writeFiles } from "../support/app.ts"
import { cli, startCli } from "../support/cli.ts"
import { eventually } from "../support/eventually.ts"
import { startLocking, wishes } from "../support/locking.ts"
import { republish } from "../support/republish.ts"

/** A lock without what differs from one making of the stubs to the next. */
function stable(text: string): string {
  return text.replace(/(sha\d+):[0-9a-f]+/g, "$1:HEX").replace(/size = \d+/g, "size = N")
}

describe("lock", () => {
  it("writes what builds take from then on, for each platform that has it", async () => {
    const { run, read } = await startLocking()
    const result = await run()
    expect(result).toMatchObject({ exitCode: 0, stdout: "" })
    expect(result.stderr).toMatchInlineSnapshot(`
      "       Erlang/OTP 27.3.4.2 is there; to take it in place of 27.3.4, which .tool-versions:1 asks for: erlang 27.3.4.2
      -----> Locked in beampack.lock
             Erlang/OTP 27.3.4 (new)
             Elixir 1.18.4 (new)
             Hex 2.2.2 (new)
             rebar3 3.24.0 (new)
             Node.js 24.11.0 (new)
             The lock has the files for Ubuntu 22.04 (heroku-22), 24.04 (heroku-24), 26.04 (heroku-26) on amd64 and arm64
      "
    `)
    expect(stable(await read())).toMatchInlineSnapshot(`
      "# The runtimes that builds of this app take, and no others. Renew it with "beampack lock"; edit nothing by hand.
      format = 1

      [erlang]
      version = "27.3.4"
      ref = "OTP-27.3.4"
      asked = [".tool-versions asks for 27.3.4"]

      [erlang.files]
      "ubuntu-22.04-amd64" = { url = "https://builds.hex.pm/builds/otp/amd64/ubuntu-22.04/OTP-27.3.4.tar.gz", digest = "sha256:HEX", size = N }
      "ubuntu-22.04-arm64" = { url = "https://builds.hex.pm/builds/otp/arm64/ubuntu-22.04/OTP-27.3.4.tar.gz", digest = "sha256:HEX", size = N }
      "ubuntu-24.04-amd64" = { url = "https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.tar.gz", digest = "sha256:HEX", size = N }
      "ubuntu-24.04-arm64" = { url = "https://builds.hex.pm/builds/otp/arm64/ubuntu-24.04/OTP-27.3.4.tar.gz", digest = "sha256:HEX", size = N }
      "ubuntu-26.04-amd64" = { url = "https://builds.hex.pm/builds/otp/amd64/ubuntu-26.04/OTP-27.3.4.tar.gz", digest = "sha256:HEX", size = N }
      "ubuntu-26.04-arm64" = { url = "https://builds.hex.pm/builds/otp/arm64/ubuntu-26.04/OTP-27.3.4.tar.gz", digest = "sha256:HEX", size = N }

      [elixir]
      version = "1.18.4"
      ref = "v1.18.4-otp-27"
      asked = [".tool-versions asks for 1.18", "mix.exs requires ~> 1.17"]

      [elixir.files]
      "any" = { url = "https://builds.hex.pm/builds/elixir/v1.18.4-otp-27.zip", digest = "sha256:HEX", size = N }

      [hex]
      version = "2.2.2"
      ref = "1.18.4/hex-2.2.2-otp-27.ez"
      asked = []

      [hex.files]
      "any" = { url = "https://builds.hex.pm/installs/1.18.4/hex-2.2.2-otp-27.ez", digest = "sha512:HEX", size = N }

      [rebar3]
      version = "3.24.0"
      ref = "1.18.4/rebar3-3.24.0-otp-26"
      asked = []

      [rebar3.files]
      "any" = { url = "https://builds.hex.pm/installs/1.18.4/rebar3-3.24.0-otp-26", digest = "sha512:HEX", size = N }

      [node]
      version = "24.11.0"
      ref = "v24.11.0"
      asked = [".tool-versions asks for lts"]
      lts = "Stub"

      [node.files]
      "linux-arm64" = { url = "https://nodejs.org/dist/v24.11.0/node-v24.11.0-linux-arm64.tar.gz", digest = "sha256:HEX", size = N }
      "linux-x64" = { url = "https://nodejs.org/dist/v24.11.0/node-v24.11.0-linux-x64.tar.gz", digest = "sha256:HEX", size = N }
      "
    `)
  })

  it("has the same to say about a mirror that is a folder, and for another platform", async () => {
    const { app, run, mirror, read } = await startLocking()
    await run()
    const first = await read()
    const elsewhere = await cli(["lock", app, "--for", "debian-12", "--arch", "arm64"], {
      env: { BEAMPACK_MIRROR: mirror },
    })
    expect(elsewhere.stderr).toContain("beampack.lock is as it was")
    expect(await read()).toBe(first)
  })

  it("says what has changed", async () => {
    const { app, run } = await startLocking()
    await run()
    await writeFiles(app, { ".tool-versions": wishes("27") })
    await rm(join(app, "assets"), { recursive: true })
    expect((await run()).stderr).toMatchInlineSnapshot(`
      "-----> Locked in beampack.lock
             Erlang/OTP 27.3.4 -> 27.3.4.2
             Elixir 1.18.4 (as before)
             Hex 2.2.2 (as before)
             rebar3 3.24.0 (as before)
             Node.js 24.11.0 (no longer needed)
             The lock has the files for Ubuntu 22.04 (heroku-22), 24.04 (heroku-24), 26.04 (heroku-26) on amd64 and arm64
      "
    `)
  })

  it("leaves out what the mirror has no index for", async () => {
    const { run, mirror, read } = await startLocking()
    await rm(join(mirror, "builds/otp/arm64"), { recursive: true })
    await rm(join(mirror, "builds/otp/amd64/ubuntu-26.04"), { recursive: true })
    expect(await run()).toMatchObject({ exitCode: 0 })
    expect((await read()).match(/^"ubuntu[^"]*"/gm)).toEqual(['"ubuntu-22.04-amd64"', '"ubuntu-24.04-amd64"'])
  })

  it.each(["SIGKILL", "SIGTERM"] as const)("leaves the old lock when it is ended by %s", async (signal) => {
    const { app, env, origin, run, read } = await startLocking()
    await run()
    const before = await read()
    await writeFiles(app, { ".tool-versions": wishes("26.2.5.11") })
    origin.fail("/builds/elixir/builds.txt", { stall: 60_000 })
    const asked = origin.requests.length
    const { process, ended } = await startCli(["lock", app], { env })
    await eventually(async () => origin.requests.length > asked)
    process.kill(signal)
    expect((await ended).exitCode).toBe(signal === "SIGKILL" ? 137 : 143)
    expect(await read()).toBe(before)
    expect((await readdir(app)).filter((name) => name.includes("beampack.lock"))).toEqual(["beampack.lock"])
  })

  it("replaces a lock that cannot be read", async () => {
    const { app, run, read } = await startLocking({ "beampack.lock": "<<<<<<< HEAD\n" })
    expect(await run()).toMatchObject({ exitCode: 0 })
    expect(await read()).toContain("[erlang]")
    expect(await cli(["plan", app, "--json"], { env: { STACK: "heroku-24" } })).toMatchObject({ exitCode: 0 })
  })

  it("warns of a file that was published anew since it was locked", async () => {
    const { run, mirror } = await startLocking()
    await run()
    await republish(mirror, "builds/elixir/v1.18.4-otp-27.zip", Buffer.from("another build"))
    expect((await run()).stderr).toContain("Elixir 1.18.4 is another file than was locked: look at why")
  })

  it("warns of a branch, which moves on", async () => {
    const { run } = await startLocking({ ".tool-versions": wishes("ref:maint-27") })
    expect((await run()).stderr).toContain("Erlang/OTP maint-27 moves on: once upstream has built it anew, builds fail")
  })
})

describe("lock --check", () => {
  it("is content with a lock that does for the app, and says what is newer", async () => {
    const { app, run } = await startLocking()
    await run()
    await writeFiles(app, { ".tool-versions": `# as we like it\n${wishes("27")}` })
    const result = await run("--check")
    expect(result).toMatchObject({ exitCode: 0, stdout: "" })
    expect(result.stderr).toMatchInlineSnapshot(`
      "       Erlang/OTP 27.3.4.2 is there; locked is 27.3.4: beampack lock takes it
      -----> beampack.lock does for heroku-24 on amd64: nothing floats
             Erlang/OTP 27.3.4
             Elixir 1.18.4
             Hex 2.2.2
             rebar3 3.24.0
             Node.js 24.11.0
             The lock has the files for Ubuntu 22.04 (heroku-22), 24.04 (heroku-24), 26.04 (heroku-26) on amd64 and arm64
      "
    `)
  })

  it("fails without a lock", async () => {
    const result = await (await startLocking()).run("--check")
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toMatchInlineSnapshot(`
      " !
       !     There is no beampack.lock in the app
       !
       !     Without it a build takes the newest versions that the app's files allow. Make it, and commit it:
       !
       !         beampack lock
       !
       !     Error id: lock/missing
       !
      "
    `)
  })

  it("fails when the app asks for something else now", async () => {
    const { app, run, read } = await startLocking()
    await run()
    const before = await read()
    await writeFiles(app, { ".tool-versions": "erlang 28.0.2\nelixir 1.18\nnodejs 22\n" })
    const result = await run("--check")
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toMatchInlineSnapshot(`
      " !
       !     beampack.lock does not do for this build
       !
       !     .tool-versions:1 asks for Erlang/OTP 28.0.2, and beampack.lock:4 has 27.3.4.
       !
       !     With a lock nothing is chosen in the build itself. Renew it, and commit it with what has changed:
       !
       !         beampack lock
       !
       !     Error id: lock/outdated
       !
      "
    `)
    expect(await read()).toBe(before)
  })

  it("fails when the lock lacks the platform, or a runtime", async () => {
    const { app, run, read } = await startLocking()
    await run()
    const text = (await read()).replace(/^"ubuntu-24.04-amd64".*\n/m, "").replace(/\[node\][\s\S]*/, "")
    await writeFile(join(app, "beampack.lock"), text)
    const result = await run("--check")
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toMatchInlineSnapshot(`
      " !
       !     beampack.lock does not do for this build
       !
       !     beampack.lock:4 has no Erlang/OTP 27.3.4 for ubuntu-24.04-amd64.
       !
       !     With a lock nothing is chosen in the build itself. Renew it, and commit it with what has changed:
       !
       !         beampack lock --for heroku-24 --arch amd64
       !
       !     Error id: lock/outdated
       !
      "
    `)
    expect(await run("--check", "--for", "heroku-22")).toMatchObject({ exitCode: 1 })
  })

  it("needs no index", async () => {
    const { origin, run } = await startLocking()
    await run()
    await origin.close()
    expect(await run("--check")).toMatchObject({ exitCode: 0 })
  })
})
