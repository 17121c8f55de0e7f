import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Files } from "../../support/app.ts"
import { plainApp } from "../../support/apps.ts"
import { commandLines, completeLayers, startHeroku } from "../../support/heroku.ts"

const tools = ["npm", "yarn", "pnpm", "bun"]

function app(packageJson: object, files: Files = {}): Files {
  const text = JSON.stringify({ scripts: { build: "x" }, ...packageJson })
  const below = Object.entries(files).map(([name, content]) => [`assets/${name}`, content])
  return { ...plainApp, "assets/package.json": text, ...Object.fromEntries(below) }
}

const berryLock = "__metadata:\n  version: 8\n"

describe("a package manager", () => {
  it.each<readonly [what: string, files: Files]>([
    ["yarn 1", app({}, { "yarn.lock": "# yarn lockfile v1\n" })],
    ["a later yarn", app({}, { "yarn.lock": berryLock })],
    ["a later yarn without a lock", app({ packageManager: "yarn@4.12.0" })],
    ["pnpm", app({}, { "pnpm-lock.yaml": "" })],
    ["pnpm without a lock", app({ packageManager: "pnpm@9.15.0" })],
    ["pnpm that is a program", app({ packageManager: "pnpm@12.21.0" }, { "pnpm-lock.yaml": "" })],
    ["bun", app({}, { "bun.lock": "{}" })],
    ["bun by an old npm, which packs where it is", app({}, { "bun.lock": "{}", ".stub-npm-6": "" })],
    ["another npm", app({ packageManager: "npm@10.9.4" }, { "package-lock.json": "{}" })],
    [
      "npm_version and yarn_version",
      {
        ...app({}, { "yarn.lock": "" }),
        "phoenix_static_buildpack.config": "npm_version=6.14.18\nyarn_version=0.27.5\n",
      },
    ],
  ])("is installed and run: %s", async (_, files) => {
    const build = await (await startHeroku()).push(files)
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    const commands = commandLines(build.calls, ...tools).map((line) =>
      line.replace(/ \S+\/layers\//g, " LAYERS/").replace(/\/\.\.(\w+)-[\w.]+\.tmp\b/, "/.$1"),
    )
    expect({ step: build.log.match(/-----> Installing .*(npm|yarn|pnpm|bun) \d.*/)?.[0], commands }).toMatchSnapshot()
    expect(await readdir(build.dir)).toContain("priv")
    expect(await readdir(join(build.dir, "assets"))).toEqual(
      Object.keys(files)
        .flatMap((file) => file.split("assets/")[1] ?? [])
        .toSorted(),
    )
  })

  it("comes from the cache in the next build, and another version from the registry", async () => {
    const heroku = await startHeroku()
    const lock = { "pnpm-lock.yaml": "" }
    await heroku.push(app({ packageManager: "pnpm@10.19.0" }, lock))
    expect(await completeLayers(heroku.cache)).toEqual(expect.arrayContaining(["pnpm", "pnpm-cache"]))

    const second = await heroku.push(app({ packageManager: "pnpm@10.19.0" }, lock))
    expect(second.log).toContain("Using pnpm 10.19.0 from the cache")
    expect(commandLines(second.calls, "npm")).toEqual([])

    const third = await heroku.push(app({ packageManager: "pnpm@10.20.0" }, lock))
    expect(commandLines(third.calls, "npm").map((line) => line.split(" ", 3).join(" "))).toEqual([
      "npm pack pnpm@10.20.0",
    ])
  })

  it("that the registry does not have ends the build, and the next one installs it", async () => {
    const heroku = await startHeroku()
    const files = app({}, { "pnpm-lock.yaml": "" })
    const build = await heroku.push({ ...files, "assets/.stub-fail": "npm pack" })
    expect(build.exitCode).toBe(1)
    expect(build.errors).toMatchSnapshot()
    expect(build.log).toContain("npm error code E404")
    expect(await completeLayers(heroku.cache)).not.toContain("pnpm")
    expect(await heroku.push(files)).toMatchObject({ exitCode: 0, errors: "" })
  })

  it("without a program is refused", async () => {
    const build = await (await startHeroku()).push(app({}, { "pnpm-lock.yaml": "", ".stub-no-program": "" }))
    expect(build.exitCode).toBe(1)
    expect(build.errors).toMatchSnapshot()
  })

  it("whose installation fails says so in its own name", async () => {
    const files = app({}, { "yarn.lock": "# yarn lockfile v1\n", ".stub-fail": "yarn run" })
    const build = await (await startHeroku()).push(files)
    expect(build.exitCode).toBe(1)
    expect(build.errors).toMatchSnapshot()
  })
})

describe("the digest in packageManager", () => {
  const lock = { "pnpm-lock.yaml": "", "yarn.lock": berryLock, "bun.lock": "" }
  const named = (packageManager: string) => app({ packageManager }, lock)

  it.each([
    { manager: "pnpm@10.19.0", path: "pnpm/package/bin/pnpm.js" },
    { manager: "yarn@4.12.0", path: "yarn/package/bin/yarn.js" },
  ])("of $manager is compared", async ({ manager, path }) => {
    const heroku = await startHeroku()
    const wrong = await heroku.push(named(`${manager}+sha224.${"0".repeat(56)}`))
    expect(wrong.exitCode).toBe(1)
    expect(wrong.errors).toContain("Error id: static/manager-digest")
    const actual = /the registry has\s+sha224\.([0-9a-f]{56})/.exec(wrong.errors)?.[1]

    const right = await heroku.push(named(`${manager}+sha224.${actual}`))
    expect(right).toMatchObject({ exitCode: 0, errors: "" })
    const bytes = await readFile(join(heroku.cache, "beampack/layers", path))
    const ofProgram = createHash("sha224").update(bytes).digest("hex")
    // Of pnpm it is that of the whole package.
    expect(ofProgram === actual).toBe(manager.startsWith("yarn"))
  })

  it("of bun is that of another package, which the log says", async () => {
    const build = await (await startHeroku()).push(named(`bun@1.4.5+sha256.${"0".repeat(64)}`))
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(build.log).toMatch(/packageManager's digest is that of another package than @oven\/bun-linux-ARCH@1\.4\.5/)
  })

  it("is explained when it differs", async () => {
    const build = await (await startHeroku()).push(named(`pnpm@10.19.0+sha224.${"0".repeat(56)}`))
    expect(build.errors.replace(/[1-9a-f][0-9a-f]{55}/g, "ACTUAL")).toMatchSnapshot()
  })
})
