import { saidInConfig } from "../app/config-statements.ts"
import { dependencyOptions } from "../app/dependency-options.ts"
import type { Said } from "../app/said-of-applications.ts"
import type { Env } from "../core/env.ts"
import type { Purpose } from "../core/purpose.ts"
import { digestOf } from "../io/tree-content.ts"
import { readsFiles } from "./file-reads.ts"
import { mentions } from "./kept-mentions.ts"
import type { CodeFile, SourceFiles, Sources } from "./kept-sources.ts"
import { tracedVariables, variablesIn } from "./kept-variables.ts"

/** Digests of what an app's configuration and mix.exs say of each application, and of all by the name `EVERYONE`. */
export type DependencySettings = ReadonlyMap<string, string>

interface Kind {
  is(path: string, text: string): boolean
  read(text: string): readonly Said[]
}

const kinds: readonly Kind[] = [
  { is: (path, text) => path.endsWith(".exs") && /\buse Mix\.Project\b/.test(text), read: dependencyOptions },
  {
    // What the running app reads is no input of a compilation.
    is: (path, text) =>
      !/(?:^|\/)config\/(?:runtime|releases)\.exs$/.test(path) &&
      (/(?:^|\/)config\/.*\.exs$/.test(path) ||
        (path.endsWith(".exs") && /^\s*(?:import Config|use Mix\.Config)\b/m.test(text))),
    read: saidInConfig,
  },
]

/** Whether Mix may be told of dependencies by a file. */
export function isSettings(path: string, text: string): boolean {
  return kinds.some(({ is }) => is(path, text))
}

/** What they say now. */
export function dependencySettings(
  { files, settings }: Pick<Sources, "files" | "settings">,
  build: { readonly env: Env; readonly purpose: Purpose },
): DependencySettings {
  const said = [...settings]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, text]) => {
      const kind = kinds.find(({ is }) => is(path, text))
      return (kind?.read(text) ?? []).map((one) => {
        if (one.text !== undefined) return { app: one.app, text: one.text }
        return { app: one.app, text: computed(path, one.code ?? text, files, build) }
      })
    })
  const byApp = Map.groupBy(said, ({ app }) => app)
  return new Map([...byApp].map(([app, each]) => [app, digestOf(JSON.stringify(each.map(({ text }) => text)))]))
}

/** What the value of code may depend on. */
function computed(
  path: string,
  text: string,
  files: SourceFiles,
  { env, purpose }: { readonly env: Env; readonly purpose: Purpose },
): string {
  const { trace } = tracedVariables(variablesIn(path, text, purpose), env)
  return digestOf(JSON.stringify([text, trace, readsFiles(text) ? readBy({ path, text }, files) : []]))
}

/** The files that it may read, as they are. */
function readBy(code: CodeFile, files: SourceFiles): readonly (readonly [string, string])[] {
  const mayRead = mentions([code])
  return [...files]
    .filter(([path]) => mayRead({ path, lasting: true }))
    .map(([path, { digest }]) => [path, digest] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}
