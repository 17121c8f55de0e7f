/** The same app through the classic API and through Cloud Native Buildpacks. */
import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Files } from "../support/app.ts"
import { appShapes } from "../support/app-shapes.ts"
import { phoenixApp, plainApp, releaseApp } from "../support/apps.ts"
import { startCnb } from "../support/cnb/beampack.ts"
import { installImage, launch } from "../support/cnb/launch.ts"
import { commandLines, filesBelow, startHeroku } from "../support/heroku.ts"
import { inDyno } from "../support/shell.ts"
import type { StubCall } from "../support/toolchain.ts"

/** What became of an app, whoever built it. */
interface Outcome {
  /** What was run. Some run at the same time. */
  readonly commands: readonly string[]
  /** The error's id, when it was refused. */
  readonly refused?: string | undefined
  /** The words of each process. */
  readonly processes?: Readonly<Record<string, string>>
  /** What is there to run, by path, with its digest. */
  readonly files?: Readonly<Record<string, string>>
  /** The environment of a process. */
  readonly env?: Readonly<Record<string, string>>
}

/** What differs by nature. */
const ownFiles: Readonly<Record<string, string>> = {
  ".beampack/": "what the classic API has for layers, and what bin/release prints",
  ".profile.d/": "what the classic API has for a launcher",
  ".mix/compile.elixir": "has the folder for which it was compiled",
  "releases/COOKIE": "made at random by each mix release",
}
const ownVars: Readonly<Record<string, string>> = {
  HOME: "the app's folder on Heroku, the user's own under CNB",
  PWD: "the shell's",
  SHLVL: "the shell's",
  OLDPWD: "the shell's",
  _: "the shell's",
  LD_LIBRARY_PATH: "set by launchers for each layer with a lib/",
  RELEASE_TMP: "set by exec.d: an image may be read-only",
  ERL_AFLAGS: "set by exec.d, from the limits of the container",
}

async function byHeroku(files: Files, vars: Files): Promise<Outcome> {
  const { dir, log, errors, processes = {}, calls } = await (await startHeroku()).push(files, { vars })
  const commands = commandsOf(calls)
  const refused = refusedBy(log + errors)
  if (refused !== undefined) return { commands, refused }
  const env = await inDyno(dir, "env -0")
  return {
    commands,
    // Under CNB the Procfile's own are declared by the buildpack that reads it.
    processes: Object.fromEntries(Object.entries(processes).filter(([type]) => !files.Procfile?.includes(`${type}: `))),
    files: await digests(dir),
    env: varsIn(env.replaceAll(join(dir, ".beampack"), "LAYERS").replaceAll(dir, "APP")),
  }
}

async function byCnb(files: Files, vars: Files): Promise<Outcome> {
  const { cnb, push } = await startCnb()
  const { image, text, calls } = await push(files, { vars })
  const commands = commandsOf(calls)
  if (image === undefined) return { commands, refused: refusedBy(text) }
  await installImage(cnb.machine, image)
  const { layers, app } = cnb.machine.folders
  const { stdout: env } = await launch(cnb.machine, image, ["--", "env", "-0"])
  const words = image.processes.map(({ type, command, args }) => [type, [...command, ...args].join(" ")] as const)
  return {
    commands,
    processes: Object.fromEntries(words.map(([type, line]) => [type, line.replaceAll(`${app}/`, "")])),
    files: await digests(app),
    env: varsIn(env.replaceAll(join(layers, "beampack_elixir"), "LAYERS").replaceAll(app, "APP")),
  }
}

function refusedBy(log: string): string | undefined {
  return /Error id: (\S+)/.exec(log)?.[1]
}

async function digests(dir: string): Promise<Readonly<Record<string, string>>> {
  const wanted = (await filesBelow(dir)).filter(
    (path) => !Object.keys(ownFiles).some((own) => `/${path}`.includes(`/${own}`)),
  )
  const digest = async (path: string) =>
    createHash("sha256")
      .update(await readFile(join(dir, path)))
      .digest("hex")
  return Object.fromEntries(await Promise.all(wanted.map(async (path) => [path, await digest(path)] as const)))
}

function varsIn(printed: string): Readonly<Record<string, string>> {
  const pairs = printed.split("\0").flatMap((line) => {
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(line) ?? []
    // Launchers put the bin/ of each layer on PATH as well.
    const shown = name === "PATH" ? [...new Set(value.split(":"))].join(":") : value
    return name === "" || name in ownVars ? [] : [[name, shown] as const]
  })
  return Object.fromEntries(pairs)
}

function commandsOf(calls: readonly StubCall[]): readonly string[] {
  return commandLines(calls, "mix", "npm").toSorted()
}

describe.each([
  { app: "without a release", files: plainApp },
  { app: "with a release", files: releaseApp },
  { app: "of Phoenix", files: phoenixApp },
  ...appShapes,
  { app: "that does not compile", files: { ...plainApp, ".stub-fail": "mix compile" } },
])("an app $app", ({ files, vars = {} }: { readonly files: Files; readonly vars?: Files }) => {
  it("comes out the same", async () => {
    const [classic, cnb] = [await byHeroku(files, vars), await byCnb(files, vars)]
    expect(cnb).toEqual(classic)
  })
})
