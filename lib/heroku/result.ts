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
  await writeAtomic(join(app, releaseFile), releaseYaml(built.launch))
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

/** Words that are no text in YAML 1.1, which Heroku's Ruby speaks. */
const noText = /^(?:y|yes|n|no|true|false|on|off|null)$/i

/** In YAML as in JSON a value in quotes means the same to every reader, so that no library has to be loaded for it. */
function releaseYaml({ processes }: LaunchSpec): string {
  const types = Object.entries(processes).map(
    ([type, line]) => `  ${isPlain(type) ? type : quoted(type)}: ${quoted(line.value)}`,
  )
  return [
    "addons: []",
    ...(types.length === 0 ? ["default_process_types: {}"] : ["default_process_types:", ...types]),
    "",
  ].join("\n")
}

function isPlain(type: string): boolean {
  return /^[a-z][\w-]*$/i.test(type) && !noText.test(type)
}

/** Beside JSON's own, what YAML does not print as it is, and takes for the end of a line. */
function quoted(text: string): string {
  const asNumber = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, asNumber)
}
