import { join } from "node:path"
import type { EnvDelta } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { LaunchSpec } from "../core/launch.ts"
import { prose } from "../core/prose.ts"
import { isRecord } from "../core/record.ts"
import { exists, readIfExists, writeAtomic } from "../io/files.ts"
import { type ClassicLayers, copyLaunchLayers, launchPath } from "./layers.ts"
import { commandLine, literal, type Quote, shellLines } from "./shell.ts"

/** What the steps of a build leave for what is started in the app. */
interface Made {
  readonly layers: ClassicLayers
  readonly deltas: readonly EnvDelta[]
}

/** What the platform reads after the build: launch layers and `.profile.d` for the app, YAML for bin/release. */
export async function writeResult(
  app: string,
  buildpackId: string,
  built: Made & { readonly launch: LaunchSpec },
): Promise<void> {
  await writeSurroundings(app, buildpackId, built)
  await writeAtomic(join(app, releaseFile), await releaseYaml(built.launch))
}

/** What bin/test needs: launch layers and `.profile.d`, and the command, for a shell that has nothing else of ours. */
export async function writeTestResult(
  app: string,
  buildpackId: string,
  built: Made & { readonly test: readonly string[] | undefined },
): Promise<void> {
  await writeSurroundings(app, buildpackId, built)
  if (built.test !== undefined) await writeAtomic(join(app, testFile), `exec ${commandLine(built.test)}\n`)
}

async function writeSurroundings(app: string, buildpackId: string, { layers, deltas }: Made): Promise<void> {
  await copyLaunchLayers(layers, app)
  const name = buildpackId.replace("/", "-")
  await writeAtomic(join(app, ".profile.d", `${name}.sh`), profileScript(deltas, atRunTime(layers)))
}

/** What bin/release prints, from the app's folder. */
const releaseFile = join(".beampack", "release.yml")

/** What bin/test runs, from the app's folder. */
const testFile = join(".beampack", "test")

/** Sourced before the app starts, with HOME being the app's folder. */
function profileScript(deltas: readonly EnvDelta[], quote: Quote): string {
  return shellLines(
    deltas.filter((delta) => delta.scope !== "build"),
    quote,
  )
}

/** A layer's folder in the cache becomes its copy in the app. */
function atRunTime(layers: ClassicLayers): Quote {
  return (value) =>
    layers
      .launchLayers()
      .reduce((text, layer) => text.replaceAll(literal(layer.path), `$HOME/${launchPath(layer)}`), literal(value))
}

/** Whether the folder is a built app. */
export function isResult(folder: string): Promise<boolean> {
  return exists(join(folder, releaseFile))
}

/** The process types of a built app; none when it was not built. Throws `launch/bad-release-yml`. */
export async function readProcesses(app: string): Promise<LaunchSpec> {
  const text = await readIfExists(join(app, releaseFile))
  const types = text === undefined ? [] : await processTypes(text)
  const origin = { kind: "file", file: releaseFile } as const
  return { processes: Object.fromEntries(types.map(([type, value]) => [type, { value, origin }])) }
}

async function processTypes(text: string): Promise<readonly (readonly [type: string, line: string])[]> {
  const { parse } = await import("yaml")
  let release: unknown
  try {
    release = parse(text)
  } catch (cause) {
    throw badReleaseYml(cause)
  }
  const types = isRecord(release) ? release.default_process_types : undefined
  if (!isRecord(types)) throw badReleaseYml()
  return Object.entries(types).map(([type, line]) => {
    if (typeof line !== "string") throw badReleaseYml()
    return [type, line]
  })
}

function badReleaseYml(cause?: unknown): BuildpackError {
  return new BuildpackError("launch/bad-release-yml", `The app's ${releaseFile} is damaged`, {
    help: prose`
      The build writes the process types there, as default_process_types, each with its command; what is there is
      something else. Build the app again: beampack build APP --out DIR
    `,
    cause,
  })
}

async function releaseYaml(launch: LaunchSpec): Promise<string> {
  const { stringify } = await import("yaml")
  const types = Object.entries(launch.processes).map(([type, line]) => [type, line.value])
  // Quoted and on one line, a value means the same to every YAML reader: in YAML 1.1, which Heroku's Ruby speaks, a
  // bare `yes` is a boolean.
  return stringify(
    { addons: [], default_process_types: Object.fromEntries(types) },
    { version: "1.1", defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 },
  )
}
