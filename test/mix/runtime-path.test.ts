import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import type { BuildRequest } from "../../lib/core/buildpack.ts"
import { withLasting } from "../../lib/core/lasting.ts"
import { runSteps } from "../../lib/core/schedule.ts"
import type { Step } from "../../lib/core/step.ts"
import { returnSteps, settleSteps } from "../../lib/mix/runtime-path.ts"
import { tempApp } from "../support/app.ts"
import { plainApp } from "../support/apps.ts"
import { binary, encodeAny } from "../support/terms.ts"

interface How {
  readonly onMix: boolean
  readonly purpose?: BuildRequest["purpose"]
  readonly openEnded?: boolean
  /** The app's own folder unless given. */
  readonly leftAt?: string
  readonly runtimePath?: string
}

const manifest = "_build/prod/lib/hello/.mix/compile.elixir"

/** An app that was compiled in its folder. */
async function compiledApp(): Promise<string> {
  const app = await tempApp(plainApp)
  await mkdir(dirname(join(app, manifest)), { recursive: true })
  await writeFile(join(app, manifest), Buffer.concat([Buffer.from([131]), encodeAny(binary(app))]))
  return app
}

/** What the note says, and the folder in which Mix believes to have compiled. */
async function state(app: string): Promise<readonly (string | undefined)[]> {
  const note = await readFile(join(app, ".beampack/runtime-path"), "utf8").catch(() => undefined)
  return [note, (await readFile(join(app, manifest))).subarray(6).toString()]
}

async function run(app: string, steps: readonly Step[]): Promise<readonly string[]> {
  const unused = (): Promise<never> => Promise.reject(new Error("unused"))
  const layers = { open: unused, fill: unused, close: unused, alone: unused }
  await withLasting((lasting) => runSteps(steps, { ...common(app), layers, lasting }))
  return steps.map(({ name, title }) => title ?? name)
}

function common(app: string) {
  return {
    app,
    purpose: "production",
    env: {},
    target: { os: "linux", arch: "amd64", distro: { name: "debian", version: "12" } },
    output: () => {},
    signal: new AbortController().signal,
  } as const
}

async function settle(app: string, { onMix, ...how }: How): Promise<readonly string[]> {
  const request = { ...common(app), stable: true, leftAt: app, runtimePath: "/app", group: [], openEnded: true, ...how }
  return run(app, settleSteps(await readApp(app), request, { onMix }))
}

describe("in the end Mix believes that it has compiled", () => {
  it.each<How & { readonly where: string; readonly why: string }>([
    { where: "/app", why: "where it runs later", onMix: true },
    {
      where: "/app",
      why: "where it runs later, wherever the app lies in between",
      onMix: true,
      leftAt: "/tmp/build_1",
    },
    { where: "/app", why: "where it runs later, when nobody follows", onMix: true, openEnded: false },
    { where: "/tmp/build_1", why: "where the next buildpack finds it", onMix: false, leftAt: "/tmp/build_1" },
    { where: "/tmp/build_1", why: "where its tests run", onMix: true, purpose: "test", leftAt: "/tmp/build_1" },
  ])("at $where, $why", async ({ where, why: _, ...how }) => {
    const app = await compiledApp()
    expect(await settle(app, how)).toHaveLength(1)
    expect(await state(app)).toEqual([where, where])
    expect(await run(app, await returnSteps(await readApp(app)))).toEqual(["Looking at what was compiled before"])
    expect(await state(app)).toEqual([undefined, app])
  })

  it.each<How & { readonly why: string }>([
    { why: "a release runs, and the app stays", onMix: false },
    { why: "a release runs, and nobody follows", onMix: false, leftAt: "/tmp/build_1", openEnded: false },
    { why: "tests run there", onMix: true, purpose: "test" },
  ])("where it has, when $why", async ({ why: _, ...how }) => {
    const app = await compiledApp()
    expect(await settle(app, how)).toEqual([])
    expect(await state(app)).toEqual([undefined, app])
  })
})

it("notes where an app was compiled that runs just there and lies elsewhere in between", async () => {
  const app = await compiledApp()
  await settle(app, { onMix: true, runtimePath: app, leftAt: "/tmp/build_1" })
  expect(await state(app)).toEqual([app, app])
})

it("undoes nothing where the app lies in the folder that Mix was told", async () => {
  const app = await compiledApp()
  await mkdir(join(app, ".beampack"))
  await writeFile(join(app, ".beampack/runtime-path"), app)
  expect(await returnSteps(await readApp(app))).toEqual([])
})
