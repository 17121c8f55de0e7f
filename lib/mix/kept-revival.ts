import type { Env } from "../core/env.ts"
import { mentions } from "./kept-mentions.ts"
import type { KeptFile, KeptRecord } from "./kept-record.ts"
import type { CodeFile, SourceFile, Sources } from "./kept-sources.ts"
import { tracedVariables } from "./kept-variables.ts"

/** What is to be done so that Mix finds out by itself what has changed since a build was kept. */
export type Revival =
  | {
      readonly kind: "revive"
      /** The times that files are to have: of those that have other ones now. */
      readonly times: ReadonlyMap<string, number>
      /** Not before then, in seconds since 1970. */
      readonly from: number
      /** What has changed, in words. */
      readonly changes: string
      /** Why the app's own modules are compiled anew all the same. */
      readonly ownAnew?: string | undefined
    }
  | { readonly kind: "drop"; readonly why: string }

/** A file that changes what Mix does without being compiled. */
const configFile = /(?:^|\/)config\/.*\.exs$/

/** In seconds: no two machines agree to the second. */
const CLOCK_DIFFERENCE = 5

/**
 * Compares the sources of this build with those of the kept one. What has not changed gets back the time that Mix has seen;
 * what has, a time after all that was kept. Elixir up to 1.16 compares times with those of its manifests, later ones with
 * those that they have noted.
 */
export function revival(
  record: KeptRecord,
  { files: sources, code }: Pick<Sources, "files" | "code">,
  { env, now }: { env: Env; now: number },
): Revival {
  const from = Math.max(now, record.keptAt + 1)
  if (from > now + CLOCK_DIFFERENCE)
    return { kind: "drop", why: "it was compiled later than this machine's clock shows" }
  if (tracedVariables(record.dependencies.names, env).trace !== record.dependencies.trace)
    return { kind: "drop", why: "a variable that a dependency reads has another value" }
  const files = [...sources].map(([path, file]) => ({ path, ...file, kept: record.sources.get(path) }))
  const changed = files.filter(({ digest, kept }) => digest !== kept?.digest)
  const gone = [...record.sources.keys()].filter((path) => !sources.has(path))
  const times = files
    .filter(({ kind }) => kind === "file")
    .map(({ path, digest, kept, seconds }) => ({
      path,
      seconds,
      due: (kept?.digest === digest && kept.seconds) || from,
    }))
  return {
    kind: "revive",
    times: new Map(times.filter(({ seconds, due }) => seconds !== due).map(({ path, due }) => [path, due])),
    from,
    changes: describe(changed.length, gone.length, files.length),
    ownAnew: whyOwnAnew(record, changed, gone, env) ?? whyUnnoticed(record, changed, gone, code),
  }
}

type Changed = SourceFile & { readonly path: string; readonly kept: KeptFile | undefined }

/** Mix does not notice another value of a variable, a link that leads elsewhere, and a config file that is gone. */
function whyOwnAnew(
  { variables }: KeptRecord,
  changed: readonly Changed[],
  gone: readonly string[],
  env: Env,
): string | undefined {
  const link = changed.find(({ kind, kept }) => kind === "link" && kept !== undefined)
  const config = gone.find((path) => configFile.test(path))
  if (link !== undefined) return `${link.path} leads elsewhere`
  if (config !== undefined) return `${config} is gone`
  const { trace } = tracedVariables(variables.names, env)
  return trace === variables.trace ? undefined : "a variable that it reads has another value"
}

/** Nor does it notice that what compiling wrote beside the build is not there, nor another content of a file that code read. */
function whyUnnoticed(
  { wrote }: KeptRecord,
  changed: readonly Changed[],
  gone: readonly string[],
  code: readonly CodeFile[],
): string | undefined {
  if (wrote !== undefined) return `compiling it writes ${wrote}`
  const all = [
    ...changed.map(({ path, kept }) => ({ path, lasting: kept !== undefined })),
    ...gone.map((path) => ({ path, lasting: false })),
  ]
  const read = all.find(mentions(code))
  return read === undefined ? undefined : `it may have read ${read.path}, which has changed`
}

function describe(changed: number, gone: number, all: number): string {
  if (changed + gone === 0) return "nothing of the app has changed"
  const parts = [
    ...(changed === 0 ? [] : [`${changed} of the app's ${all} files ${changed === 1 ? "is" : "are"} new or changed`]),
    ...(gone === 0 ? [] : [`${gone} ${gone === 1 ? "is" : "are"} gone`]),
  ]
  return parts.join(", ")
}
