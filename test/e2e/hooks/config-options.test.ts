import { copyFile, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { digestFile } from "../../../lib/io/files.ts"
import { phoenixApp, plainApp, releaseApp } from "../../support/apps.ts"
import { type Build, commandLines, filesWith, type Heroku, startHeroku } from "../../support/heroku.ts"

const file = "elixir_buildpack.config"

async function fixture(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, "../../fixtures/configs", `${name}.config`), "utf8")
}

/** What the log says before the first step that does something. */
function planning({ log }: Build): string | undefined {
  return /Planning[^\n]*\n(.*?)-----> /s.exec(log)?.[1]
}

/** What the log says about runtimes. */
function installed({ log }: Build): readonly string[] {
  return log.match(/Using .* from the cache|Installing \S+ (\d|branch ).*/g) ?? []
}

it.each([
  { name: "phoenix-guide", app: phoenixApp },
  { name: "full-template", app: releaseApp },
  { name: "old-template", app: plainApp, vars: { ERLANG_VERSION: "27.3.4", ELIXIR_VERSION: "1.18.4" } },
  { name: "exported", app: plainApp },
  { name: "crlf", app: plainApp },
  { name: "byte-order-mark", app: plainApp },
  { name: "v-prefix", app: plainApp },
  { name: "own-variables", app: plainApp },
  { name: "mistyped", app: plainApp },
  { name: "release", app: plainApp },
])("builds with the config $name as it stands", async ({ name, app, vars }) => {
  const files = { ...app, [file]: await fixture(name) }
  const build = await (await startHeroku()).push(files, { vars, trees: ["beampack-elixir"] })
  expect(build).toMatchObject({ exitCode: 0 })
  expect(build.errors).toBe("")
  expect(`\n${planning(build)}\n${commandLines(build.calls, "mix", "npm").join("\n")}\n`).toMatchSnapshot()
})

it.each(["refused-smart-quotes", "refused-command", "refused-unquoted-hook"])(
  "builds nothing with the config %s",
  async (name) => {
    const heroku = await startHeroku()
    const build = await heroku.push({ ...plainApp, [file]: await fixture(name) })
    expect(build.exitCode).toBe(1)
    expect(build.calls).toEqual([])
    expect(heroku.origin.requests).toEqual([])
    expect(build.errors).toMatchSnapshot()
  },
)

it("prints no secret that a hook is given", async () => {
  const secret = "s3cr3t-k3y"
  const heroku = await startHeroku()
  const text = `${await fixture("private-packages")}ACME=$ACME_KEY\n`
  const good = await heroku.push({ ...plainApp, [file]: text }, { vars: { ACME_KEY: secret } })
  expect(good.exitCode).toBe(0)
  expect(commandLines(good.calls, "mix")[0]).toMatch(/^mix hex\.repo add acme .* --auth-key s3cr3t-k3y$/)
  const files = { ...plainApp, [file]: text, ".stub-fail": "mix hex.repo" }
  const failed = await heroku.push(files, { vars: { ACME_KEY: secret } })
  expect(failed.exitCode).toBe(1)
  for (const build of [good, failed]) expect(build.stdout + build.stderr).not.toContain(secret)
  expect(await filesWith(heroku.cache, secret)).toEqual([])
})

describe("always_rebuild", () => {
  it("takes nothing from the cache, build after build", async () => {
    const heroku = await startHeroku()
    const files = { ...plainApp, [file]: "erlang_version=27.3.4\nelixir_version=1.18.4\nalways_rebuild=true\n" }
    const first = await heroku.push(files)
    const second = await heroku.push(files)
    expect(second).toMatchObject({ exitCode: 0, errors: "" })
    expect(second.log).toContain(`${file}:3`)
    expect(installed(second)).toEqual(installed(first))
    expect(installed(second)).toEqual(["Installing Erlang/OTP 27.3.4", "Installing Elixir 1.18.4"])
  })

  it("may be false", async () => {
    const heroku = await startHeroku()
    const files = { ...plainApp, [file]: "always_rebuild=false\n" }
    await heroku.push(files)
    expect(installed(await heroku.push(files)).map((line) => line.split(" ")[0])).toEqual(["Using", "Using"])
  })

  it("is nothing else", async () => {
    const build = await (await startHeroku()).push({ ...plainApp, [file]: "\nalways_rebuild=yes\n" })
    expect(build.exitCode).toBe(1)
    expect(build.errors).toContain("always_rebuild is true or false")
  })
})

describe("a branch of Elixir", () => {
  const app = { ...plainApp, [file]: "erlang_version=27.3.4\nelixir_version=(branch main)\r\n" }

  /** Publishes a build of the branch, with the bytes of a release, in the place of the one before. */
  async function publish({ mirror }: Heroku, release: string): Promise<void> {
    const folder = join(mirror, "builds/elixir")
    const [index, bytes] = [join(folder, "builds.txt"), join(folder, `${release}.zip`)]
    await copyFile(bytes, join(folder, "main-otp-27.zip"))
    const others = (await readFile(index, "utf8")).replace(/^main-otp-27 .*\n/m, "")
    const line = `main-otp-27 0123abc 2026-04-24T21:11:44Z ${await digestFile(bytes, "sha256")} \n`
    await writeFile(index, line + others)
  }

  it("is fetched again when it has moved, and only then", async () => {
    const heroku = await startHeroku()
    await publish(heroku, "v1.18.4-otp-27")
    const first = await heroku.push(app)
    expect(first).toMatchObject({ exitCode: 0, errors: "" })
    expect(planning(first)).toContain(`Elixir     branch main (${file}:2)`)
    expect(installed(first)).toContain("Installing Elixir branch main")
    expect(installed(await heroku.push(app))).toContain("Using Elixir branch main from the cache")
    await publish(heroku, "v1.18.4-otp-26")
    const again = "Installing Elixir branch main (the cache has another build of it)"
    expect(installed(await heroku.push(app))).toContain(again)
  })

  it("that is not there is answered with those that are", async () => {
    const heroku = await startHeroku()
    await publish(heroku, "v1.18.4-otp-27")
    const build = await heroku.push({ ...plainApp, [file]: "elixir_version=(branch topic)\n" })
    expect(build.exitCode).toBe(1)
    expect(build.errors).toContain(`${file}:1: "branch topic" is no version of Elixir that can be understood`)
    expect(build.errors).toMatch(/ main +a branch$/m)
  })
})
