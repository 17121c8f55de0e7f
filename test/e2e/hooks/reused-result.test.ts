import { existsSync } from "node:fs"
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { expect, it } from "vitest"
import { type AppEntry, readAppTree } from "../../../lib/heroku/app-tree.ts"
import { type Files, tempDir } from "../../support/app.ts"
import { mixExs, phoenixApp, releaseApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { type Build, type Heroku, startHeroku } from "../../support/heroku.ts"
import { stubCalls } from "../../support/toolchain.ts"

const REUSED = "-----> Nothing has changed since the last build: its result is used"

/** A platform whose builds have the same environment, as far as it goes: BUILD_DIR and all times are others in each. */
async function steadyHeroku() {
  const heroku = await startHeroku()
  const log = join(await tempDir("log"), "calls.jsonl")
  const push = (files: Files, options: Parameters<Heroku["push"]>[1] = {}): Promise<Build> =>
    heroku.push(files, { ...options, env: { STUB_LOG: log, ...options.env } })
  return { heroku, push, log }
}

async function treeOf({ dir }: Build): Promise<readonly AppEntry[]> {
  const tree = await readAppTree(dir)
  if ("why" in tree) throw new Error(tree.why)
  return tree.entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function exportOf({ trees: [tree = ""] }: Build): Promise<string> {
  return readFile(join(tree, "export"), "utf8")
}

it("puts the result of the build before in place when nothing has changed, and runs nothing", async () => {
  const { heroku, push, log } = await steadyHeroku()
  const first = await push(phoenixApp)
  const [asked, calls] = [heroku.origin.requests.length, (await stubCalls(log)).length]
  const second = await push(phoenixApp)
  expect(second).toMatchObject({ exitCode: 0, errors: "", processes: first.processes })
  expect(second.log).toMatchSnapshot()
  expect(await stubCalls(log)).toHaveLength(calls)
  // The lists of versions are asked for, and have not changed.
  expect(heroku.origin.requests.slice(asked).filter((path) => !/\.(txt|csv|json)$/.test(path))).toEqual([])
  expect(await treeOf(second)).toEqual(await treeOf(first))
  expect(await exportOf(second)).toBe(await exportOf(first))
  expect(second.report).toMatchObject({ result: "success", result_cache_hit: true, erlang_cache_hit: true })
  expect((await push(phoenixApp)).log).toBe(second.log)
})

it("asks nobody when every version is pinned", async () => {
  const { heroku, push } = await steadyHeroku()
  const vars = { ERLANG_VERSION: "27.3.4.2", ELIXIR_VERSION: "1.18.4", HEX_VERSION: "2.2.2", REBAR3_VERSION: "3.24.0" }
  const pinned = { vars: { ...vars, NODE_VERSION: "24.11.0" } }
  await push(phoenixApp, pinned)
  const asked = heroku.origin.requests.length
  expect((await push(phoenixApp, pinned)).log).toContain(REUSED)
  expect(heroku.origin.requests.slice(asked)).toEqual([])
})

it("works for any user", async () => {
  const { heroku, push, log } = await steadyHeroku()
  for (const folder of [heroku.cache, dirname(log)]) {
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o777)
  }
  const first = await push(phoenixApp, { unprivileged: true })
  const second = await push(phoenixApp, { unprivileged: true })
  expect(second).toMatchObject({ exitCode: 0, errors: "" })
  expect(second.log).toContain(REUSED)
  expect(await treeOf(second)).toEqual(await treeOf(first))
})

it.each<[string, Files]>([
  ["a hook", { ...releaseApp, "elixir_buildpack.config": "hook_post_compile='date'\n" }],
  ["dependencies without a lock", { ...releaseApp, "mix.exs": mixExs(["releases: [hello: []]"], ["{:jason, []}"]) }],
  ["npm packages without a lock", { ...releaseApp, "assets/package.json": '{"scripts":{"deploy":"x"}}\n' }],
  ["a script that builds the assets", { ...releaseApp, compile: "true\n" }],
])("runs all steps for an app with %s, and says why", async (_, files) => {
  const { push } = await steadyHeroku()
  await push(files)
  const second = await push(files)
  expect(second).toMatchObject({ exitCode: 0, errors: "" })
  expect(second.log).toContain("-----> Compiling hello")
  expect(/All steps run in each build: .*/.exec(second.log)?.[0]).toMatchSnapshot()
})

it("builds each time with two URLs, since each sees only its own part", async () => {
  const { push } = await steadyHeroku()
  const trees = ["beampack-elixir", "beampack-static"] as const
  const first = await push(phoenixApp, { trees })
  const second = await push(phoenixApp, { trees })
  expect(second).toMatchObject({ exitCode: 0, errors: "", processes: first.processes })
  expect(second.log).not.toContain(REUSED)
  expect(second.log).toContain("-----> Assembling the release hello")
})

/** What packs and unpacks waits, once it has worked on the result, while there is a file `wait` beside it. */
async function slowTar(): Promise<{ readonly PATH: string; readonly wait: string }> {
  const bin = await tempDir("bin")
  const wait = join(bin, "wait")
  for (const name of ["tar", "cat"]) {
    const script = `#!/bin/sh\n/usr/bin/${name} "$@"\ncase "$*" in */layers/result/*) while [ -e ${wait} ]; do touch ${bin}/waits; sleep 0.1; done ;; esac\n`
    await writeFile(join(bin, name), script)
    await chmod(join(bin, name), 0o755)
  }
  return { PATH: `${bin}:/usr/bin:/bin`, wait }
}

it.each([
  ["kept", 0],
  ["put in place", 1],
])("survives the end of a build whose result is being %s", async (_, before) => {
  const { heroku, push, log } = await steadyHeroku()
  const { PATH, wait } = await slowTar()
  const env = { PATH, STUB_LOG: log }
  for (let count = 0; count < before; count++) await push(releaseApp, { env })
  await writeFile(wait, "")
  const { running } = await heroku.start(releaseApp, { env })
  await eventually(async () => existsSync(join(wait, "../waits")))
  running.kill("SIGKILL")
  await running.done
  await rm(wait)
  const next = await push(releaseApp, { env })
  expect(next).toMatchObject({ exitCode: 0, errors: "" })
  expect(next.log.includes(REUSED)).toBe(before > 0)
  const last = await push(releaseApp, { env })
  expect(last.log).toContain(REUSED)
  expect(await treeOf(last)).toEqual(await treeOf(next))
})
