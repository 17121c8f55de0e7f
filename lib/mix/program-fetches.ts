import { BuildpackError } from "../core/error.ts"
import type { StepContext } from "../core/step.ts"
import type { FetchContext } from "./program-digest.ts"
import { type ProgramStore, programStore } from "./program-store.ts"
import type { WantedProgram } from "./wanted-program.ts"

/** What came of a program that was wanted. */
interface FetchedProgram {
  /** Where it is; undefined when it is left to the task. */
  readonly path: string | undefined
  /** What to tell of it, once. */
  readonly isNew: boolean
  readonly warning?: string | undefined
}

type ProgramContext = Pick<StepContext, "layers"> & FetchContext

/** The programs of one build: each is fetched once, whoever wants it. */
export interface ProgramFetches extends AsyncDisposable {
  /** Throws when what was fetched is not what was published. */
  fetch(wanted: WantedProgram, context: ProgramContext): Promise<FetchedProgram>
  /** The paths at which they were put where tasks look for them. */
  readonly placed: Set<string>
}

/** For `lasting`, since several steps want them. */
export function programFetches(): ProgramFetches {
  let store: Promise<ProgramStore> | undefined
  const begun = new Map<string, { readonly wanted: WantedProgram; readonly fetched: Promise<FetchedProgram> }>()
  return {
    placed: new Set(),
    fetch: (wanted, context) => {
      store ??= programStore(context.layers)
      const key = JSON.stringify(wanted)
      const one = begun.get(key) ?? { wanted, fetched: bring(wanted, store, context) }
      begun.set(key, one)
      return one.fetched
    },
    [Symbol.asyncDispose]: async () => {
      // One that failed has ended the build while another was under way.
      await Promise.allSettled([...begun.values()].map(({ fetched }) => fetched))
      const opened = await store?.catch(() => undefined)
      await opened?.tidy([...begun.values()].map(({ wanted }) => wanted))
    },
  }
}

/** They mean that somebody has changed the file; others, that it is not to be had. */
const alarming = ["download/digest-mismatch", "program/changed"]

async function bring(
  wanted: WantedProgram,
  opened: Promise<ProgramStore>,
  context: ProgramContext,
): Promise<FetchedProgram> {
  const store = await opened
  const kept = await store.find(wanted)
  if (kept !== undefined) return { path: kept, isNew: false }
  try {
    const { fetchProgram } = await import("./program-fetch.ts")
    const fetched = store.room(wanted)
    const warning = await fetchProgram(wanted, fetched, context)
    return { path: await store.keep(wanted, fetched), isNew: true, warning }
  } catch (error) {
    context.signal.throwIfAborted()
    if (!(error instanceof BuildpackError) || alarming.includes(error.id)) throw error
    const why = `${wanted.tool} ${wanted.version} could not be fetched, which is left to its Mix task. ${error.title}`
    return { path: undefined, isNew: false, warning: why }
  }
}
