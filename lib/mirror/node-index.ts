import { z } from "zod"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

const releaseSchema = z.looseObject({
  /** With the `v`: `v24.1.0`. */
  version: z.string(),
  /** The platforms that there are files for: `linux-x64`. */
  files: z.array(z.string()),
})

/** One release in `dist/index.json`. Whatever else upstream says of it is kept. */
export type NodeRelease = z.infer<typeof releaseSchema>

/** The releases of a `dist/index.json`. Throws `mirror/bad-index` with `path` in its text. */
export function parseReleases(text: string, path: string): readonly NodeRelease[] {
  try {
    return z.array(releaseSchema).parse(JSON.parse(text))
  } catch (cause) {
    throw badIndex(path, cause)
  }
}

/** The releases with one more, newest first; one that is there already keeps its files. */
export function mergeReleases(releases: readonly NodeRelease[], added: NodeRelease): readonly NodeRelease[] {
  const known = releases.find((release) => release.version === added.version)
  const files = [...new Set([...(known?.files ?? []), ...added.files])].sort()
  const others = releases.filter((release) => release !== known)
  return [...others, { ...added, files }].sort((a, b) => numerically.compare(b.version, a.version))
}

/** The `dist/index.json` of the releases: one release a line, as upstream's. */
export function renderReleases(releases: readonly NodeRelease[]): string {
  return `[\n${releases.map((release) => JSON.stringify(release)).join(",\n")}\n]\n`
}

/** A `SHASUMS256.txt` with the digest of one more file, by file name. */
export function mergeShasums(text: string, file: string, sha256: string): string {
  const others = text.split("\n").filter((line) => line !== "" && !line.endsWith(`  ${file}`))
  return [...others, `${sha256}  ${file}`]
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
    .map((line) => `${line}\n`)
    .join("")
}

const numerically = new Intl.Collator("en", { numeric: true })

function badIndex(path: string, cause: unknown): BuildpackError {
  return new BuildpackError("mirror/bad-index", `${path} is not an index of Node releases`, {
    help: prose`
      The mirror adds its Node to this file, which should hold a list like the one at
      https://nodejs.org/dist/index.json, but cannot be read as one.
      Remove the file, then type the command again.
    `,
    cause,
  })
}
