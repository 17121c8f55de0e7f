import { posix } from "node:path"
import type { TextKind } from "./named-files.ts"

/** A path as it stands in a text; `own`: it is meant from the folder of its file, whoever reads it. */
export interface Mention {
  readonly path: string
  readonly own: boolean
}

/** From any folder it leads to the app's. */
export const everywhere: Mention = { path: "", own: false }

/** Endings of modules and translations, as they stand in paths, in globs and in regular expressions. */
const endings = "(?:exs?|[ehxy]rl|pot?)"
const ofModules = new RegExp(`[.*{,|?]${endings}(?=$|[},|)?*])`)

/** A word that may be a glob: from a quote on, or, where paths are not in quotes, from any space. */
const rest = String.raw`(?:\{[^{}"'${"`"}\s]*\}|[^\s"'${"`"}\\,;)}<>=])+`
const quoted = new RegExp(`(?<=["'${"`"}]!?)${rest}`, "g")
const spaced = new RegExp(`(?<=^|["'${"`"}\\s=:(]!?)${rest}`, "g")
const isGlob = /[*]|\{[^{}]*,[^{}]*\}/
/** What has such a sign and is no path: a comment, an import of all, a type of any content, an alias of any name. */
const noPath = /^(?:\/?\*+\/?|\*\/\*|\/\*.*|\*+\/.*[^/\w.*{}].*)$/

/** What follows a variable of which nobody knows the value. */
const computed = /\$\{([^{}]*)\}\/([^\s"'`]*)/g
const joined = /(?<![\w.\])])([\w.\])]+)\s*\+\s*["'`]\/([^\s"'`]*)/g
const homes = /^(?:lib|apps|web|src)(?:\/|$)/
const ownFolder = /(?:__dirname|import\.meta\.dirname)$/
/** The ending of a module by itself, which only tells that modules are read. */
const ending = new RegExp(
  String.raw`["'${"`"}](?:\.${endings}|exs?|erl)["'${"`"}]|\\\.[^\s"'${"`"}/]{0,80}(?<!\w)${endings}(?!\w)|["'${"`"}][@~#][^\s"'${"`"}]*\.${endings}["'${"`"}]`,
)
/** The folder in which a program runs is not that of its file; Vite looks there for `.env`. */
const workFolder =
  /process\.cwd\(\)(?<!loadEnv\(\s*[\w.]+\s*,\s*process\.cwd\(\))|(?<![.\w])cwd\(\)|process\.env\.(?:PWD|INIT_CWD|npm_config_local_prefix)\b|process\.env(?:\.\w+|\[[^\]]*\])\s*\+|join\(\s*process\.env|resolve\(\s*process\.env/

/** A script that reads files: its texts may be paths. */
const reader = /["'](?:node:)?(?:fs|fs\/promises|path)["']|\bglob|\breaddir/
const plain = /(?<=["'`])(?:\.\/)*[A-Za-z_][\w.-]*(?:\/[\w.@-]+)*\/?(?=["'`])(?!["'`]\s*:)/g
/** How code calls what it is run for, rather than a folder. */
const modes = new Set(["test"])

/**
 * Paths that no sign of `..` or of an app's usual folders tells: globs from any folder, words of commands, and all texts of
 * a script that reads files. Where nobody can tell what is meant, it is everything.
 */
export function looseMentions(
  text: string,
  { file, kind }: { readonly file: string; readonly kind: TextKind },
): readonly Mention[] {
  if (kind === "code" && (ending.test(text) || workFolder.test(text) || goesOnFromVariable(text))) return [everywhere]
  const own = /(?:^|\/)[jt]sconfig[\w.-]*\.json$/.test(file)
  const globs = [...text.matchAll(kind === "code" ? quoted : spaced)]
    .map(([word]) => word)
    .filter((word) => isGlob.test(word) && !noPath.test(word) && !word.startsWith("${"))
    .map((word): Mention => ({ path: wide(word.replace(/^(?:--?[\w-]+=|\/+)/, "")), own }))
  return [...globs, ...plainTexts(text, file, kind)]
}

function goesOnFromVariable(text: string): boolean {
  const isReader = reader.test(text)
  return [...text.matchAll(computed), ...text.matchAll(joined)].some(([, variable = "", path = ""]) => {
    if (ownFolder.test(variable.trim())) return false
    return isReader || isGlob.test(path) || homes.test(path) || ofModules.test(path)
  })
}

/** A glob without a folder is mostly matched against names, in all folders. */
function wide(glob: string): string {
  return !glob.includes("/") && ofModules.test(glob) ? `**/${glob}` : glob
}

function plainTexts(text: string, file: string, kind: TextKind): readonly Mention[] {
  const isTop = posix.dirname(file) === "."
  if (kind === "config" || !(isTop || (kind === "code" && reader.test(text)))) return []
  if (file === "mix.exs" && !text.startsWith("cmd ")) return []
  const words = file === "mix.exs" ? text.split(/\s+/) : [...text.matchAll(plain)].map(([word]) => word)
  return words.filter((word) => /^[\w.]/.test(word) && !modes.has(word)).map((path) => ({ path, own: false }))
}
