import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { expect, it } from "vitest"
import { root } from "../../scripts/trees.ts"
import { type Files, tempDir, writeFiles } from "../support/app.ts"
import { startOrigin } from "../support/origin.ts"

const known: Files = {
  "builds/otp/amd64/ubuntu-24.04/builds.txt": lines("OTP-27.3.4", "OTP-28.1", "OTP-99.0-rc1", "maint-99", "master"),
  "builds/elixir/builds.txt": lines(
    "v0.12.5",
    "v1.18.4-otp-27",
    "v1.19.5",
    "v1.99.0-rc.1-otp-99",
    "v1.99",
    "main-otp-99",
  ),
  "dist/index.json": releases("v0.12.18", "v24.11.0"),
}

/** A builds.txt. */
function lines(...refs: readonly string[]): string {
  return refs.map((ref) => `${ref} ${"a".repeat(40)} 2026-06-03T10:00:00Z ${"b".repeat(64)}\n`).join("")
}

function releases(...versions: readonly string[]): string {
  return JSON.stringify(versions.map((version) => ({ version, lts: false, files: ["linux-x64"] })))
}

/** What the script prints about a mirror with such indexes on such a day, and how it ends. */
async function freshness(files: Files, day = "2026-09-01") {
  const origin = await startOrigin(await writeFiles(await tempDir(), files))
  const seconds = String(Date.parse(day) / 1000)
  const child = spawn(process.execPath, [join(root, "scripts/freshness.ts")], {
    env: { BEAMPACK_MIRROR: origin.url, SOURCE_DATE_EPOCH: seconds },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const [[code], stdout, stderr] = await Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)])
  return { code, stdout, stderr }
}

it("is content with lines that the data knows, and with what is not released", async () => {
  expect(await freshness(known)).toEqual({
    code: 0,
    stdout: "lib/versions/data knows all that upstream lists\n",
    stderr: "",
  })
})

it("names every line and every build that the data does not know, once", async () => {
  const { code, stdout } = await freshness({
    "builds/otp/amd64/ubuntu-24.04/builds.txt": lines("OTP-27.3.4", "OTP-99.0", "OTP-99.0.1"),
    "builds/otp/amd64/ubuntu-26.04/builds.txt": lines("OTP-98.1", "OTP-99.0"),
    "builds/elixir/builds.txt": lines("v1.98.0-otp-99", "v1.98.1-otp-99", "v1.17.3-otp-28", "v1.18.4-otp-24", "v1.0.0"),
    "dist/index.json": releases("v24.11.0", "v98.0.0", "v98.1.0"),
  })
  expect(code).toBe(1)
  expect(stdout).toMatchInlineSnapshot(`
    "Erlang/OTP 99 is not in support.json
    Erlang/OTP 98 is not in support.json
    Elixir 1.98 is not in support.json
    Node.js 98 is not in support.json
    Elixir 1.98 is not in compatibility.json
    Elixir 1.17.3 is built for Erlang/OTP 28, and compatibility.json says 25 to 27
    Elixir 1.18.4 is built for Erlang/OTP 24, and compatibility.json says 25 to 28
    "
  `)
})

it("names the files that nobody has checked for half a year", async () => {
  const { code, stdout } = await freshness(known, "2199-01-01")
  expect(code).toBe(1)
  expect(stdout.replaceAll(/\d{4}-\d{2}-\d{2}/g, "DAY")).toMatchInlineSnapshot(`
    "compatibility.json was last checked on DAY, more than 180 days ago
    known-bad.json was last checked on DAY, more than 180 days ago
    support.json was last checked on DAY, more than 180 days ago
    "
  `)
})

it("does not take an index that lists nothing for good news", async () => {
  const { code, stdout } = await freshness({
    "builds/elixir/builds.txt": "<html>Sign in to the proxy</html>",
    "dist/index.json": "[]",
  })
  expect(code).toBe(1)
  expect(stdout).toMatchInlineSnapshot(`
    "Upstream lists no release of Erlang/OTP
    Upstream lists no release of Elixir
    Upstream lists no release of Node.js
    "
  `)
})

it("fails with what is wrong when an index cannot be read", async () => {
  const { code, stdout, stderr } = await freshness({ "dist/index.json": "[]" })
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
  expect(stderr).toContain("/builds/elixir/builds.txt")
})
