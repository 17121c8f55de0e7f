import { execFileSync } from "node:child_process"
import { readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import type { NodePackages } from "../../lib/app/node-packages.ts"
import { cnbLayers } from "../../lib/cnb/layers.ts"
import type { StepContext } from "../../lib/core/step.ts"
import { type KeptModules, keptModules } from "../../lib/static/kept-modules.ts"
import { modulesKey } from "../../lib/static/modules-key.ts"
import { type Files, tempDir, writeFiles } from "../support/app.ts"
import { stepContext } from "../support/step-context.ts"

const files: Files = { "assets/package.json": "{}", "assets/package-lock.json": "{}" }
const request = { app: "/app", leftAt: "/app", env: { PATH: "/usr/bin:/bin" } }
const tools = { node: "24.11.0 abc", managers: "", request }
const packages: NodePackages = {
  folder: "assets",
  manager: "npm",
  lock: { file: "package-lock.json" },
  workspaces: false,
  scripts: { deploy: "x" },
  engines: { wished: [] },
}

interface Place extends StepContext {
  readonly said: readonly string[]
  open(one?: NodePackages): Promise<KeptModules>
}

async function place(layersDir?: string): Promise<Place> {
  const app = await writeFiles(await tempDir("app"), files)
  const said: string[] = []
  const context = stepContext({
    app,
    env: { PATH: "/usr/bin:/bin" },
    layers: cnbLayers(layersDir ?? (await tempDir("layers"))),
    output: (event) => said.push(event.kind === "progress" || event.kind === "done" ? "" : event.text),
  })
  return { ...context, said, open: (one = packages) => keptModules(one, tools, context) }
}

/** What npm installs, with a package that lies in `deps/`. */
async function install({ app }: StepContext): Promise<void> {
  await writeFiles(app, { "assets/node_modules/a/index.js": "a", "deps/phoenix/package.json": "{}" })
  await symlink("../../deps/phoenix", join(app, "assets/node_modules/phoenix"))
  // No build takes less time.
  await sleep(100)
}

const modules = ({ app }: StepContext): string => join(app, "assets/node_modules")

async function installedOnce(): Promise<Place> {
  const first = await place()
  const kept = await first.open()
  expect(kept.isThere).toBe(false)
  await install(first)
  kept.installed()
  await kept.takeBack(first)
  return first
}

describe("installed packages", () => {
  it("are moved into the app and back, with links that lead where they led", async () => {
    const where = await installedOnce()
    await expect(stat(modules(where))).rejects.toThrow()
    for (const _ of [1, 2]) {
      const kept = await where.open()
      expect(kept.isThere).toBe(true)
      await kept.bring(where)
      expect(await readFile(join(modules(where), "phoenix/package.json"), "utf8")).toBe("{}")
      expect(await readlink(join(modules(where), "phoenix"))).toBe("../../deps/phoenix")
      // Whoever is killed now leaves nothing that counts.
      expect((await where.open()).isThere).toBe(false)
      await writeFiles(modules(where), { ".cache/x": "", ".vite/y": "" })
      await kept.takeBack(where)
      await expect(stat(modules(where))).rejects.toThrow()
    }
    expect(where.said).toEqual([])
  })

  it("are copied where they cannot be moved", async () => {
    const shm = await tempDirIn("/dev/shm")
    const where = await place(shm)
    const first = await where.open()
    await install(where)
    first.installed()
    await first.takeBack(where)
    const kept = await where.open()
    await kept.bring(where)
    expect(await readlink(join(modules(where), "phoenix"))).toBe("../../deps/phoenix")
    await kept.takeBack(where)
    expect((await where.open()).isThere).toBe(true)
    await rm(shm, { recursive: true })
  })

  it("are not kept when the build has changed one", async () => {
    const where = await installedOnce()
    const kept = await where.open()
    await kept.bring(where)
    await writeFile(join(modules(where), "a/index.js"), "b")
    await kept.takeBack(where)
    expect(where.said).toEqual([
      "The next build installs the packages again: this one has changed node_modules/a/index.js",
    ])
    await expect(stat(modules(where))).rejects.toThrow()
    expect((await where.open()).isThere).toBe(false)
  })

  it("are none where a package manager has made no folder", async () => {
    const where = await place()
    const kept = await where.open()
    kept.installed()
    await kept.takeBack(where)
    expect((await where.open()).isThere).toBe(false)
  })
})

async function tempDirIn(parent: string): Promise<string> {
  return execFileSync("mktemp", ["-d", "-p", parent], { encoding: "utf8" }).trim()
}

describe("packages are installed anew", () => {
  it.each<readonly [why: string, change: (app: string) => Promise<unknown>]>([
    [
      "the packages that are wanted, or their settings, are others",
      (app) => writeFiles(app, { "assets/package.json": '{"a":1}' }),
    ],
    [
      "the packages that are wanted, or their settings, are others",
      (app) => writeFiles(app, { "assets/package-lock.json": "{ }" }),
    ],
    [
      "the packages that are wanted, or their settings, are others",
      (app) => writeFiles(app, { ".npmrc": "registry=x" }),
    ],
    [
      "the packages that are wanted, or their settings, are others",
      (app) => writeFiles(app, { "assets/patches/a.patch": "" }),
    ],
    [
      "the packages that are wanted, or their settings, are others",
      (app) => writeFiles(app, { "assets/.yarnclean": "" }),
    ],
  ])("when %s", async (why, change) => {
    const where = await installedOnce()
    await change(where.app)
    expect((await where.open()).isThere).toBe(false)
    expect(where.said).toEqual([`assets/node_modules is installed anew: ${why}`])
  })

  it.each<readonly [why: string, one: Partial<NodePackages>, packageJson: string]>([
    ["assets/package.json has no lock beside it", { lock: undefined }, "{}"],
    ["assets/package.json has a script postinstall", { scripts: { postinstall: "x" } }, "{}"],
    ["Yarn 2 and later keep more than node_modules", { manager: "berry" }, "{}"],
    ["assets/package.json has workspaces", { workspaces: true }, "{}"],
    ["assets/package.json takes a package from vendor/a", {}, '{"dependencies": {"a": "file:../vendor/a"}}'],
    ["assets/package.json takes a package from assets/a", {}, '{"devDependencies": {"a": "./a"}}'],
    ["assets/package.json takes a package from b", {}, '{"overrides": {"a": {"c": "link:../b"}}}'],
  ])("each time when %s", async (why, one, packageJson) => {
    const where = await place()
    await writeFiles(where.app, { "assets/package.json": packageJson })
    expect(await modulesKey({ ...packages, ...one }, tools, where)).toEqual({ kind: "none", why })
    expect((await where.open({ ...packages, ...one })).isThere).toBe(false)
    expect(where.said).toEqual([`assets/node_modules is installed in each build that needs it: ${why}`])
  })

  it.each([
    ["@prisma/client", '{"packages": {"node_modules/@prisma/client": {}}}'],
    ["prisma", "prisma@^6.0.0:\n"],
    ["puppeteer", '{"packages": {"node_modules/a/node_modules/puppeteer": {}}}'],
    ["cypress", "  cypress@13.0.0:\n"],
    ["playwright-chromium", '"playwright-chromium@1"'],
  ])("each time when the lock names %s, which is more than its folder", async (name, lock) => {
    const where = await place()
    await writeFiles(where.app, { "assets/package-lock.json": lock })
    expect(await modulesKey(packages, tools, where)).toEqual({
      kind: "none",
      why: `${name} needs more than node_modules`,
    })
  })

  it("when another build has taken them meanwhile", async () => {
    const where = await installedOnce()
    const [first, second] = [await where.open(), await where.open()]
    expect(await first.bring(where)).toBe(true)
    const other = { ...where, app: await tempDir("other") }
    expect(await second.bring(other)).toBe(false)
    expect(where.said.join()).toMatch(/assets\/node_modules in the cache cannot be used \(ENOENT/)
    await expect(stat(modules(other))).rejects.toThrow()
  })

  it("when mix.lock has changed, for packages that come with a dependency", async () => {
    const where = await place()
    const key = async (lock: string, version: string) => {
      const packageJson = `{"dependencies": {"phoenix": "${version}"}}`
      await writeFiles(where.app, { "assets/package.json": packageJson, "mix.lock": lock })
      return modulesKey(packages, tools, where)
    }
    expect(await key("a", "file:../deps/phoenix")).not.toEqual(await key("b", "file:../deps/phoenix"))
    expect(await key("a", "^1.8")).toEqual(await key("b", "^1.8"))
  })

  it("when a variable of the build is another, but not for the cache of a package manager or what is another each time", async () => {
    const where = await place()
    const key = (env: Readonly<Record<string, string>>) => {
      return modulesKey(packages, { ...tools, request: { ...request, env } }, where)
    }
    expect(await key({ NODE_ENV: "production" })).not.toEqual(await key({}))
    expect(await key({ npm_config_omit: "dev" })).not.toEqual(await key({ npm_config_omit: "optional" }))
    expect(await key({ PUPPETEER_SKIP_DOWNLOAD: "1" })).not.toEqual(await key({}))
    expect(await key({ CYPRESS_CACHE_FOLDER: "/a" })).not.toEqual(await key({}))
    expect(await key({ npm_config_cache: "/a", SOURCE_VERSION: "a" })).toEqual(
      await key({ npm_config_cache: "/b", SOURCE_VERSION: "b" }),
    )
  })
})
