import { posix } from "node:path"
import { everywhere, looseMentions, type Mention } from "./loose-paths.ts"

/** A text of the app, with its path. */
export interface NamedText {
  readonly path: string
  readonly text: string
}

/**
 * How a text is read: `code` may put paths together, `data` holds them as they are, and in the configuration of Mix `..` is
 * only a folder to start in.
 */
export type TextKind = "code" | "data" | "config"

/** What may follow in a path or a glob. */
const rest = String.raw`(?:\{[^{}"'${"`"}\s]*\}|[^\s"'${"`"}\\,;:)}<>=])*`
const upward = new RegExp(String.raw`(?<![\w.\-@*~/])[\w.\-@*~/]*\.\.\/${rest}`, "g")
const steps = /(["'`])\.\.\1(?:\s*,\s*["'`][^"'`\n]*["'`])*/g
/** Where an app has its modules. */
const homes = "(?:lib|apps|web|src)"
const downward = new RegExp(String.raw`(?<=^|["'${"`"}\s=!:])(?:\.?\/)*(?:${homes}|priv(?!\/static))\/${rest}`, "g")
const alone = new RegExp(String.raw`(?<=["'${"`"}])(?:\.\/)*${homes}\/?(?=["'${"`"}])(?!["'${"`"}]\s*:)`, "g")
const words = new RegExp(String.raw`(?<=\s)(?:${homes}|(?<!\bcd )\.\.)\/?(?=[\s"']|$)`, "g")
/** The folder above that of a script, in other words. */
const climbing =
  /dirname\(\s*(?:\w+\.)?(?:dirname\(|__dirname|process\.cwd|import\.meta\.dirname)|find-?up|pkg-?dir|app-root-path|searchForWorkspaceRoot/i

const specifier = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["'`]?$/
/** Where something is written to, such as by the plugin that copies files for webpack. */
const destination = /\b(?:to|dest|outDir|outdir|outfile)["']?\s*[:=]\s*["'`]?$/
const ofOwnFolder = /(?:__dirname|import\.meta\.dirname)\}?["'`]?\s*\+?\s*["'`]?$/

/**
 * What a text names beyond its own folder, as paths and globs from the app's folder; `.` is all of it. A path is taken as
 * if from the folder of its file, from `folders`, and from all above them: who reads it runs in any of them.
 */
export function namedFiles(
  text: string,
  {
    file,
    kind,
    folders = [],
  }: { readonly file: string; readonly kind: TextKind; readonly folders?: readonly string[] },
): readonly string[] {
  const own = [posix.dirname(file)]
  const bases = new Set([...own, ...folders].flatMap(above))
  const all = [...mentions(text, kind), ...looseMentions(text, { file, kind }).map(readableMention)]
  const paths = all.flatMap(({ path, own: isOwn }) => {
    return [...(isOwn ? own : bases)].map((base) => posix.join(base, path).replace(/(?<=.)\/$/, ""))
  })
  return [...new Set(paths.filter((path) => path !== ".." && !path.startsWith("../")))]
}

function mentions(text: string, kind: TextKind): readonly Mention[] {
  const found: Mention[] = []
  const each = (pattern: RegExp, read: (match: string, before: string) => Mention, of = text): void => {
    for (const { 0: match, index } of of.matchAll(pattern)) {
      const before = of.slice(Math.max(0, index - 40), index)
      if (!destination.test(before)) found.push(read(match, before))
    }
  }
  const plain = (path: string, before: string): Mention => ({ path: readable(path), own: specifier.test(before) })
  each(upward, (path, before) => {
    if (!path.startsWith("/")) return plain(path, before)
    // It goes on from what a variable has.
    return ofOwnFolder.test(before) ? { path: readable(`.${path}`), own: true } : everywhere
  })
  each(downward, plain)
  if (kind === "config") return found
  each(alone, plain, text.replace(steps, ""))
  each(steps, (literals, before) => plain(textsIn(literals).join("/"), before))
  if (kind === "data") each(words, plain)
  return kind === "code" && climbing.test(text) ? [...found, everywhere] : found
}

function readableMention({ path, own }: Mention): Mention {
  return { path: readable(path), own }
}

function textsIn(literals: string): readonly string[] {
  return [...literals.matchAll(/["'`]([^"'`\n]*)["'`]/g)].map(([, text = ""]) => text)
}

/** The part of a path that can be read: a folder, where what follows is put together, or is a glob of an unusual form. */
function readable(path: string): string {
  const end = path.search(/[[(!|$?#]|\{(?![^{}]*\})/)
  return end < 0 ? path : path.slice(0, path.lastIndexOf("/", end) + 1)
}

function above(folder: string): readonly string[] {
  return folder === "." ? ["."] : [folder, ...above(posix.dirname(folder))]
}

/** Whether one of such paths and globs means a file, or a folder that it is in. */
export function meansAny(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.includes(".")) return () => true
  const texts = patterns.map(patternText)
  if (texts.length === 0) return () => false
  // A script may be named without its ending.
  const expression = new RegExp(`^(?:${texts.join("|")})(?:[/.].*)?$`, "s")
  return (path) => expression.test(path)
}

const globs: Readonly<Record<string, string>> = {
  "**/": "(?:.*/)?",
  "**": ".*",
  "*": "[^/]*",
  "{": "(?:",
  "}": ")",
  ",": "|",
}

function patternText(glob: string): string {
  return glob.replace(/\*\*\/|[*]{2}|[*{},]|[^\w/ -]/g, (part) => globs[part] ?? `\\${part}`)
}
