import { constants } from "node:fs"
import { copyFile, mkdir, rename } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { App } from "../app/app.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { momentaryMemory } from "../core/momentary-memory.ts"
import type { Step, StepContext } from "../core/step.ts"
import { exists, temporaryBeside } from "../io/files.ts"
import { toolNames } from "./program-tasks.ts"
import type { WantedProgram } from "./wanted-program.ts"

/** A task of an app, in the Mix project that has it. */
export interface TaskCall {
  /** From the app's folder. */
  readonly folder: string
  readonly task: string
}

/** The programs that tasks of an app would fetch by themselves, such as esbuild. */
export interface TaskPrograms {
  /** The step that fetches them beside the compilation; none when the app has no such tasks. */
  readonly steps: readonly Step[]
  /** Puts them where the tasks look for them, unless something is there. */
  place(context: StepContext): Promise<void>
}

/** What is to run. */
interface Tasks {
  /** Of the step. */
  readonly name: string
  readonly calls: readonly TaskCall[]
  /** Whether the tasks do not look as if they will run, by what is known before the app is compiled. */
  readonly areUnneeded?: (context: StepContext) => Promise<boolean>
}

/** Those of some tasks. */
export function taskPrograms(
  { name, calls, areUnneeded = async () => false }: Tasks,
  { lock }: App,
  { indexes = momentaryMemory() }: Pick<BuildRequest, "indexes">,
): TaskPrograms {
  if (lock === undefined || calls.length === 0 || !toolNames.some((tool) => lock.packages.has(tool))) {
    return { steps: [], place: async () => {} }
  }
  const read = async (context: StepContext) => {
    const [{ readProgramWishes }, { programFetches }] = await Promise.all([
      import("./program-wishes.ts"),
      import("./program-fetches.ts"),
    ])
    const fetches = context.lasting.of(programFetches)
    const wishes = await readProgramWishes(calls, lock, context)
    for (const { wanted } of wishes) fetches.need(wanted, { ...context, memory: indexes })
    return {
      wishes,
      fetch: (wanted: WantedProgram) => fetches.fetch(wanted, { ...context, memory: indexes }),
      placed: fetches.placed,
    }
  }
  return {
    steps: [
      {
        name,
        // A package tells which version of its program it takes by itself; and what has to be read and looked for here is
        // read while Mix is at work, so that a build that needs nothing does not wait for it.
        needs: ["deps"],
        run: async (context) => {
          const { wishes, fetch } = await read(context)
          const areThere = await Promise.all(wishes.map(({ to }) => exists(join(context.app, to))))
          const missing = wishes.filter((_, at) => !areThere[at])
          // Should it prove wrong, they are fetched when they are to be placed.
          if (missing.length === 0 || (await areUnneeded(context))) return []
          await Promise.all(missing.map(({ wanted }) => fetch(wanted)))
          return []
        },
      },
    ],
    place: async (context) => {
      const { app, output } = context
      const { wishes, fetch, placed } = await read(context)
      for (const { wanted, to } of wishes) {
        // Whoever has put one there knows why.
        const file = join(app, to)
        if (await exists(file)) continue
        const { path, isNew, warning } = await fetch(wanted)
        if (warning !== undefined) output({ kind: "warning", text: warning })
        if (path === undefined) continue
        const title = `${wanted.tool} ${wanted.version}`
        output({ kind: "detail", text: isNew ? `Installing ${title}` : `Using ${title} from the cache` })
        await copyProgram(path, file)
        placed.add(file)
      }
    },
  }
}

async function copyProgram(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  const copy = temporaryBeside(to)
  await copyFile(from, copy, constants.COPYFILE_FICLONE)
  await rename(copy, to)
}
