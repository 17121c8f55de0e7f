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
  /** Is told of one that may not have to be fetched, so that the cache keeps it. */
  need(wanted: WantedProgram, context: ProgramContext): void
  /** Throws when what was fetched is not what was published. */
  fetch(wanted: WantedProgram, context: ProgramContext): Promise<FetchedProgram>
  /** The paths at which they were put where tasks look for them. */
  readonly placed: Set<string>
}

/** For `lasting`, since several steps want them. */
export function programFetches(): ProgramFetches {
  let opened: { readonly store: Promise<ProgramStore>; readonly signal: AbortSignal } | undefined
  const needed = new Map<string, WantedProgram>()
  const begun = new Map<string, Promise<FetchedProgram>>()
  const open = (wanted: WantedProgram, { layers, signal }: ProgramContext): Promise<ProgramStore> => {
    opened ??= { store: programStore(layers), signal }
    needed.set(keyOf(wanted), wanted)
    return opened.store
  }
  return {
    placed: new Set(),
    need: (wanted, context) => {
      // Whoever fetches one is told of it.
      open(wanted, context).catch(() => undefined)
    },
    fetch: (wanted, context) => {
      const store = open(wanted, context)
      const one = begun.get(keyOf(wanted)) ?? bring(wanted, store, context)
      begun.set(keyOf(wanted), one)
      return one
    },
    [Symbol.asyncDispose]: async () => {
      // One that failed has ended the build while another was under way.
      await Promise.allSettled(begun.values())
      // A step that was not reached may need others.
      if (opened === undefined || opened.signal.aborted) return
      try {
        await (await opened.store).tidy([...needed.values()])
      } catch {
        // What is not removed costs room, and the next build tries again.
      }
    },
  }
}

function keyOf(wanted: WantedProgram): string {
  return JSON.stringify(wanted)
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
    const room = store.room(wanted)
    const fetched = await fetchProgram(wanted, room, context)
    if ("why" in fetched) return left(wanted, fetched.why)
    return { path: await store.keep(wanted, room), isNew: true, warning: fetched.warning }
  } catch (error) {
    context.signal.throwIfAborted()
    if (!(error instanceof BuildpackError) || alarming.includes(error.id)) throw error
    return left(wanted, error.title)
  }
}

function left({ tool, version }: WantedProgram, why: string): FetchedProgram {
  const warning = `${tool} ${version} could not be fetched, which is left to its Mix task. ${why}`
  return { path: undefined, isNew: false, warning }
}
