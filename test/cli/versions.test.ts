import { expect, it } from "vitest"
import { z } from "zod"
import { tempDir } from "../support/app.ts"
import { cli } from "../support/cli.ts"
import { startOrigin } from "../support/origin.ts"
import { stubMirror } from "../support/toolchain.ts"

/** The documented shape; a key that is missing or not documented fails the test. */
const versionsShape = z.strictObject({
  target: z.strictObject({ arch: z.enum(["amd64", "arm64"]), distro: z.string(), stack: z.string().nullable() }),
  runtimes: z.array(
    z.strictObject({
      name: z.enum(["erlang", "elixir", "node"]),
      source: z.string().min(1),
      versions: z.array(
        z.strictObject({
          version: z.string(),
          line: z.string(),
          prerelease: z.boolean(),
          digest: z.boolean(),
          otp: z.array(z.number()).nullable(),
          lts: z.string().nullable(),
          supportEnd: z.iso.date().nullable(),
          knownBad: z.string().nullable(),
        }),
      ),
    }),
  ),
})

async function listed(...args: readonly string[]): Promise<string> {
  const { dir } = await stubMirror()
  const { exitCode, stdout, stderr } = await cli(["versions", ...args], { env: { BEAMPACK_MIRROR: dir } })
  expect(exitCode, stderr).toBe(0)
  return stdout.replaceAll(dir, "MIRROR")
}

it("lists the newest of each line", async () => {
  expect(await listed("--for", "heroku-24", "--arch", "amd64")).toMatchInlineSnapshot(`
    "Erlang/OTP (file://MIRROR/builds/otp/amd64/ubuntu-24.04/builds.txt)
      28.0.2     security fixes until 2028-05-20
      27.3.4.2   security fixes until 2027-05-20
      26.2.5.11  security fixes until 2026-05-26
      25.3.2.21  no security fixes since 2025-05-17
      24.3.4     no security fixes since 2024-05-10; no digest is listed

    Elixir (file://MIRROR/builds/elixir/builds.txt)
      1.18.4  OTP 28, 27, 26
      1.17.3  OTP 27, 26
      1.14.5  OTP 26, 25      no security fixes since 2025-10-16
      1.13.0  OTP 24          no security fixes since 2024-12-19; no digest is listed

    Node.js (file://MIRROR/dist/index.json)
      25.2.0             security fixes until 2026-06-01
      24.11.0  LTS Stub  security fixes until 2028-04-30
      22.12.0  LTS Stub  security fixes until 2027-04-30
      20.19.5  LTS Stub  security fixes until 2026-04-30
    "
  `)
})

it("lists every version of one runtime", async () => {
  expect(await listed("erlang", "--all", "--for", "heroku-24", "--arch", "arm64")).toMatchInlineSnapshot(`
    "Erlang/OTP (file://MIRROR/builds/otp/arm64/ubuntu-24.04/builds.txt)
      maint-27   security fixes until 2027-05-20
      28.1-rc1   security fixes until 2028-05-20
      28.0.2     security fixes until 2028-05-20
      27.3.4.2   security fixes until 2027-05-20
      27.3.4     security fixes until 2027-05-20
      26.2.5.11  security fixes until 2026-05-26
      25.3.2.21  no security fixes since 2025-05-17
      24.3.4     no security fixes since 2024-05-10; no digest is listed
    "
  `)
})

it("lists what there is for the stack", async () => {
  expect(await listed("elixir", "--all", "--for", "heroku-26", "--arch", "amd64")).toMatchInlineSnapshot(`
    "Elixir (file://MIRROR/builds/elixir/builds.txt)
      branch main  OTP 28
      1.19.0-rc.0  OTP 28
      1.18.4       OTP 28, 27, 26
      1.17.3       OTP 27, 26
      1.14.5       OTP 26          no security fixes since 2025-10-16
    "
  `)
})

it("tells a machine", async () => {
  const text = await listed("--json", "--for", "debian-13", "--arch", "arm64")
  const { target, runtimes } = versionsShape.parse(JSON.parse(text))
  expect(target).toEqual({ arch: "arm64", distro: "debian 13", stack: null })
  expect(runtimes.map(({ name, versions }) => [name, versions[0]?.version])).toEqual([
    ["erlang", "28.0.2"],
    ["elixir", "1.18.4"],
    ["node", "25.2.0"],
  ])
})

it("takes this machine's system when none is named, and STACK as a build does", async () => {
  const { dir } = await stubMirror()
  const env = { BEAMPACK_MIRROR: dir, STACK: "heroku-22" }
  const { exitCode, stdout } = await cli(["versions", "erlang", "--json"], { env })
  expect(exitCode).toBe(0)
  const { target, runtimes } = versionsShape.parse(JSON.parse(stdout))
  expect(target).toMatchObject({ arch: process.arch === "arm64" ? "arm64" : "amd64", stack: "heroku-22" })
  expect(runtimes[0]?.source).toContain("/ubuntu-22.04/")
})

it("keeps the mirror's password to itself, and reads only the indexes it needs", async () => {
  const origin = await startOrigin((await stubMirror()).dir)
  const mirror = origin.url.replace("//", "//deploy:sEcr3t-0f-tHe-t3st@")
  const home = await tempDir()
  const { exitCode, stdout, stderr } = await cli(["versions", "node"], { env: { BEAMPACK_MIRROR: mirror, HOME: home } })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
  expect(stdout).toContain(`Node.js (${origin.url}/dist/index.json)`)
  expect(stdout).not.toMatch(/sEcr3t|deploy/)
  expect(origin.requests).toEqual(["/dist/index.json"])
})

it.each([
  { args: ["--for", "heroku-20"], id: "target/unknown-stack" },
  { args: ["--for", "heroku-24"], mirror: "/not/there", id: "" },
])("fails with 1 and an empty answer for $args", async ({ args, mirror, id }) => {
  const { dir } = await stubMirror()
  const { exitCode, stdout, stderr } = await cli(["versions", ...args], { env: { BEAMPACK_MIRROR: mirror ?? dir } })
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
  expect(stderr).toContain(`Error id: ${id}`)
})
