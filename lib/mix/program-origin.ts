import type { Env } from "../core/env.ts"
import { ownMirror } from "./own-mirror.ts"
import { isBefore, type WantedProgram } from "./wanted-program.ts"

type Named = Pick<WantedProgram, "version" | "target">

/** Where a file is that another file tells the digest of. */
export interface ProgramFile {
  readonly url: string
  /** The other one. */
  readonly listing: string
}

const NPM = "https://registry.npmjs.org"
const GITHUB = "https://github.com"

/** Where the package of npm is that holds esbuild for a machine: the first place that has it counts. */
export function esbuildFiles(wanted: Named, env: Env): readonly ProgramFile[] {
  const name = isBefore(wanted.version, 0, 16) ? `esbuild-${wanted.target}` : `@esbuild/${wanted.target}`
  const registry = (env.npm_config_registry || env.NPM_CONFIG_REGISTRY)?.trim().replace(/\/+$/, "")
  const base = name.slice(name.indexOf("/") + 1)
  return roots(name, registry || NPM, env).map((root) => ({
    url: `${root}/${name}/-/${base}-${wanted.version}.tgz`,
    listing: `${root}/${name}/${wanted.version}`,
  }))
}

/** Where the file of GitHub is that is Tailwind for a machine, in the same way. */
export function tailwindFiles({ version, target }: Named, env: Env): readonly ProgramFile[] {
  const path = "tailwindlabs/tailwindcss/releases/download"
  return roots(path, GITHUB, env).map((root) => {
    const release = `${root}/${path}/v${version}`
    return { url: `${release}/tailwindcss-${target}`, listing: `${release}/sha256sums.txt` }
  })
}

/** Our own mirror has the same paths, or some of them. */
function roots(path: string, upstream: string, env: Env): readonly string[] {
  const own = ownMirror(path, env)
  return own === undefined ? [upstream] : [own, upstream]
}
