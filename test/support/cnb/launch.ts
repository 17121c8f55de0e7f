import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { unpackArchive } from "./archive.ts"
import type { Image } from "./image.ts"
import type { Machine } from "./machine.ts"

/** How a process of an app ended. */
export interface Launched {
  /** 82 when it could not be started. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Puts what is in an image, and nothing else, where the app and its layers are on a machine without containers. */
export async function installImage({ folders }: Machine, image: Image): Promise<void> {
  for (const folder of [folders.layers, folders.app]) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder)
  }
  for (const layer of image.layers) await unpackArchive(layer, { here: folders.layers, there: folders.layers })
}

/** Runs a process of an installed image to its end: its type and arguments, or `--` and a program. */
export async function launch(
  machine: Machine,
  image: Image,
  args: readonly string[],
  { env = {}, input = "" }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Launched> {
  const { PATH, HOME } = machine.env
  const launcher = [join(import.meta.dirname, "launcher.ts"), ...args]
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...launcher],
    {
      env: { PATH, HOME, ...image.env, ...env },
      extendEnv: false,
      cwd: machine.folders.app,
      input,
      reject: false,
      stripFinalNewline: false,
    },
  )
  return { exitCode: exitCode ?? -1, stdout, stderr }
}
