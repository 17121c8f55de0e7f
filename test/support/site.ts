import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import type { BuildPlan, Buildpack } from "../../lib/core/buildpack.ts"
import type { LaunchSpec } from "../../lib/core/launch.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { StepContext } from "../../lib/core/step.ts"
import { type AppEntry, readAppTree } from "../../lib/heroku/app-tree.ts"
import { compile } from "../../lib/heroku/compile.ts"
import { type Files, tempDir, writeFiles } from "./app.ts"

/** What the log says then. */
export const REUSED = "Nothing has changed since the last build: its result is used"

/** A platform with one app and a buildpack whose step may do anything. */
export interface Site {
  /** Where the next build finds its own BUILD_DIR. */
  readonly app: string
  readonly root: string
  readonly cache: string
  readonly files: Files
  readonly env: Readonly<Record<string, string>>
  readonly vars: Readonly<Record<string, string>>
  readonly plan: Partial<BuildPlan>
  readonly launch: Partial<LaunchSpec>
  readonly step: (context: StepContext) => Promise<void>
  readonly version: string
}

/** The app, unless a test is about another one. */
export const sources: Files = { "mix.exs": "one\n", "lib/a.ex": "a\n", "bin/run": "#!/bin/sh\n", "data/b": "b\n" }

/** A platform on which nothing was built yet. */
export async function site(): Promise<Site> {
  const dir = await tempDir("site")
  return {
    app: join(dir, "app"),
    root: await writeFiles(join(dir, "root"), { "lib/main.js": "" }),
    cache: join(dir, "cache"),
    files: sources,
    env: { PATH: "/usr/bin:/bin", STACK: "heroku-24", HOSTNAME: "first" },
    vars: { SECRET: "hunter2" },
    plan: {},
    launch: { files: ["_build/prod/rel/a"] },
    step: async ({ app }) => {
      await writeFiles(app, { "_build/prod/rel/a/bin/a": "#!/bin/sh\n", "data/b": "changed\n" })
    },
    version: "1.2.3",
  }
}

/** What came of a build. */
export interface Ended {
  readonly texts: readonly string[]
  readonly isReused: boolean
  readonly tree: readonly AppEntry[]
  readonly exported: string
  readonly report: Readonly<Record<string, unknown>>
  readonly error?: unknown
}

/** Builds the app, with some things changed, in a fresh BUILD_DIR. */
export async function push(site: Site, change: Partial<Site> = {}): Promise<Ended> {
  const { app, root, cache, files, env, vars, plan, launch, step, version } = { ...site, ...change }
  await rm(app, { recursive: true, force: true })
  await writeFiles(app, files)
  const envDir = await writeFiles(await tempDir("env"), vars)
  const launchSpec: LaunchSpec = {
    processes: { web: { value: "bin/a start", origin: { kind: "file", file: "Procfile", line: 1 } } },
    ...launch,
  }
  const buildpack: Buildpack = {
    id: "beampack/elixir",
    compiles: true,
    plan: async () => ({
      buildpack: "beampack/elixir",
      runtimes: [],
      launch: { processes: {} },
      facts: {},
      steps: [
        {
          name: "make",
          title: "Making it",
          needs: [],
          run: async (context) => {
            const layer = await context.layers.open({ name: "erlang", scope: "build", metadata: { version: "1" } })
            await writeFiles(layer.path, { "bin/erl": "" })
            await context.layers.close(layer)
            await step(context)
            const change = { action: "prepend", value: join(layer.path, "bin"), delim: ":" } as const
            return [{ scope: "build", name: "PATH", change }]
          },
        },
      ],
      ...plan,
    }),
    launch: async () => launchSpec,
    bill: async () => ({ layers: {} }),
  }
  const events: OutputEvent[] = []
  const error = await compile({
    root,
    id: "beampack/phoenix",
    version,
    buildpacks: [buildpack],
    args: [app, cache, envDir],
    env,
    output: (event) => events.push(event),
    signal: new AbortController().signal,
  }).catch((thrown: unknown) => thrown)
  const tree = await readAppTree(app)
  if ("why" in tree) throw new Error(tree.why)
  const texts = events.map(({ text }) => text)
  return {
    texts,
    isReused: texts.includes(REUSED) && !texts.includes("Making it"),
    tree: tree.entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    exported: await readFile(join(root, "export"), "utf8").catch(() => ""),
    report: JSON.parse(await readFile(join(cache, "beampack/report.json"), "utf8").catch(() => "{}")),
    error,
  }
}
