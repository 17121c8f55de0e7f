import { chmod, mkdir, rename } from "node:fs/promises"
import { join } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { unpack } from "../io/archive.ts"
import { download } from "../io/download.ts"
import { isNotFound } from "../io/download-errors.ts"
import { exists, remove, temporaryBeside } from "../io/files.ts"
import {
  type FetchContext,
  listedInDocument,
  listedInSums,
  type ProgramPlaces,
  type Verified,
} from "./program-digest.ts"
import { noProgram, programChanged, type Unfetched } from "./program-errors.ts"
import { esbuildFiles, type ProgramFile, tailwindFiles } from "./program-origin.ts"
import type { ToolName } from "./program-tasks.ts"
import type { WantedProgram } from "./wanted-program.ts"

/** One of the programs: where it is, how its digest is found out, and what it is in once it was downloaded. */
interface Source {
  readonly files: typeof esbuildFiles
  verified(wanted: WantedProgram, places: ProgramPlaces, context: FetchContext): Promise<Verified | Unfetched>
  program(download: string, context: FetchContext): Promise<string>
}

const sources: Readonly<Record<ToolName, Source>> = {
  esbuild: {
    files: esbuildFiles,
    verified: listedInDocument,
    program: async (archive, { signal }) => {
      const folder = `${archive}.content`
      await unpack(archive, folder, { strip: 1, signal })
      return join(folder, "bin/esbuild")
    },
  },
  tailwind: { files: tailwindFiles, verified: listedInSums, program: async (download) => download },
}

/** A program that is there now. */
interface Fetched {
  /** What to warn of. */
  readonly warning: string | undefined
}

/**
 * Downloads a program to the file `to`, from the first place that has it, and verifies it before it is unpacked. Throws
 * `download/...`, `archive/...` and `program/changed` errors.
 */
export async function fetchProgram(
  wanted: WantedProgram,
  to: string,
  context: FetchContext,
): Promise<Fetched | Unfetched> {
  return fetchFrom(sources[wanted.tool].files(wanted, context.env), wanted, to, context)
}

/** The same from these places. */
export async function fetchFrom(
  places: readonly ProgramFile[],
  wanted: WantedProgram,
  to: string,
  context: FetchContext,
): Promise<Fetched | Unfetched> {
  const [first, ...later] = places
  if (first === undefined) throw new Error(`No place has ${wanted.tool}`)
  try {
    return await fetchFirst([first, ...later], wanted, to, context)
  } catch (error) {
    if (!isNotFound(error) || later.length === 0) throw error
    return fetchFrom(later, wanted, to, context)
  }
}

async function fetchFirst(
  places: ProgramPlaces,
  wanted: WantedProgram,
  to: string,
  context: FetchContext,
): Promise<Fetched | Unfetched> {
  const [file] = places
  const source = sources[wanted.tool]
  const verified = await source.verified(wanted, places, context)
  if ("why" in verified) return verified
  const { digest, warning } = verified
  const work = temporaryBeside(to)
  try {
    await mkdir(work)
    const downloaded = join(work, "download")
    await download(file.url, downloaded, digest, { ...context, givesWay: true }).catch((error: unknown) => {
      throw hasId(error, "download/changed") ? programChanged(wanted, file.url, digest.hex, undefined) : error
    })
    const program = await source.program(downloaded, context)
    if (!(await exists(program))) return noProgram(file.url)
    await chmod(program, 0o755)
    await rename(program, to)
    return { warning }
  } finally {
    await remove(work)
  }
}

function hasId(error: unknown, id: string): boolean {
  return error instanceof BuildpackError && error.id === id
}
