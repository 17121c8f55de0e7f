import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type Files, tempApp } from "../support/app.ts"
import { releaseApp } from "../support/apps.ts"
import { cli } from "../support/cli.ts"
import { startCnb } from "../support/cnb/beampack.ts"
import { startHeroku } from "../support/heroku.ts"

const assets: Files = {
  "assets/package.json": '{ "scripts": { "build": "true" } }\n',
  "assets/package-lock.json": '{ "lockfileVersion": 3, "packages": {} }\n',
}
const app: Files = { ...releaseApp, ...assets, ".tool-versions": "erlang 27\nelixir 1.18\nnodejs 24\n" }
const index = /builds\.txt|index\.json|SHASUMS256|\.csv/

/** The app with a lock that was made for it. */
async function locked(mirror: string): Promise<Files> {
  const dir = await tempApp(app)
  const made = await cli(["lock", dir], { env: { BEAMPACK_MIRROR: mirror, STACK: "heroku-24" } })
  expect(made).toMatchObject({ exitCode: 0 })
  return { ...app, "beampack.lock": await readFile(join(dir, "beampack.lock"), "utf8") }
}

describe("an app with a lock", () => {
  it("is built without an index on Heroku, and refused once it asks for something else", async () => {
    const { mirror, origin, push } = await startHeroku()
    const files = await locked(mirror)
    const first = await push(files)
    expect(first).toMatchObject({ exitCode: 0 })
    expect(first.log).toContain("Erlang/OTP 27.3.4.2 (beampack.lock:4, .tool-versions:1 asks for 27)")
    expect(origin.requests.filter((path) => index.test(path))).toEqual([])

    const other = await push({ ...files, ".tool-versions": "erlang 26\nelixir 1.18\nnodejs 24\n" })
    expect(other.exitCode).toBe(1)
    expect(other.errors).toContain(".tool-versions:1 asks for Erlang/OTP 26, and beampack.lock:4 has 27.3.4.2.")
    expect(other.errors).toContain("lock/outdated")
  })

  it("is built without an index by a lifecycle, each buildpack with its own runtimes", async () => {
    const { mirror, origin, push } = await startCnb()
    const build = await push(await locked(mirror))
    expect(build.text).toContain("Erlang/OTP 27.3.4.2 (beampack.lock:4, .tool-versions:1 asks for 27)")
    expect(build.text).toContain("Node.js 24.11.0 (beampack.lock:25, .tool-versions:3 asks for 24)")
    expect(origin.requests.filter((path) => index.test(path))).toEqual([])
  })
})
