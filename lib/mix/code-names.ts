import { posix } from "node:path"
import type { SearchedCode } from "./searched-code.ts"

/** What Mix and its compilers know by themselves, and what makes a database or a test run. */
const modules = /\.(?:ex|[ehxy]rl)$|(?:^|\/)(?:config|test|\w*migrations)\/.*\.exs$|(?:^|\/)(?:mix|\.\w+)\.exs$/
/** Other files that Mix knows of, when code names them as it should, and those that only a browser or a test sees. */
const aside = [/\.(?:exs|heex|l?eex|sface|slime?|pot?)$/, /(?:^|\/)(?:assets|test|priv\/static)\//] as const
/** Where the path begins by which code names such a file, wherever the app is. */
const root = /(?:^|\/)(?=(?:assets|test|static)\/)/
/** What an ending stands behind that stands for all files that have it. */
const ends = ["*", "}", '"', "'"]

/** Whether Mix compiles a file, or nobody does who compiles the app. */
export function isModule(path: string): boolean {
  return modules.test(path)
}

/**
 * Whether code has what may name a file: its name, its ending behind a star or by itself, or the name of a folder that the file is in.
 * What is usually read by others counts only in modules that read files, or by its path in the app.
 */
export function names(code: SearchedCode, path: string): boolean {
  if (isModule(path)) return hasWord(code.reading, posix.basename(path))
  if (aside.some((pattern) => pattern.test(path))) return namesAside(code, path)
  const extension = posix.extname(path)
  const folders = foldersOf(path)
  const hints = [
    posix.basename(path),
    ...(extension === "" ? [] : ends.map((end) => `${end}${extension}`)),
    ...folders.flatMap((name) => [`${name}/`, `${name}"`, `${name}'`, `${name})`]),
    ...(folders.includes("priv") ? ["priv_dir", "app_dir"] : []),
  ]
  return hints.some((hint) => code.all.includes(hint))
}

function namesAside(code: SearchedCode, path: string): boolean {
  if (isNamedInApp(code, path) || hasWord(code.reading, posix.basename(path))) return true
  const [folders, extension] = [foldersOf(path), posix.extname(path)]
  const nearest = folders.at(-1)
  const hints = [
    ...(extension === "" ? [] : [`[${ends.join("")}]${escaped(extension)}(?!\\w)`]),
    ...(nearest === undefined ? [] : [String.raw`${word(nearest)}(?=[\/"'|)\]}])`]),
    ...folders.map((name) => String.raw`${word(name)}(?:\/|["']\s*,\s*["'])\*`),
  ]
  return hints.length > 0 && new RegExp(hints.join("|")).test(code.reading)
}

/** A text that begins with a slash is the address that a browser asks for, unless it goes on from another. */
function isNamedInApp(code: SearchedCode, path: string): boolean {
  const from = root.exec(path)
  if (from === null || !code.all.includes(posix.basename(path))) return false
  const inApp = path.slice(from.index).replace(/^\//, "")
  return new RegExp(String.raw`(?:(?<!["']\/)|(?<=<>\s*"\/))${word(inApp)}`).test(code.naming)
}

function foldersOf(path: string): readonly string[] {
  return posix
    .dirname(path)
    .split("/")
    .filter((name) => name !== ".")
}

function hasWord(text: string, name: string): boolean {
  return text.includes(name) && new RegExp(word(name)).test(text)
}

function word(text: string): string {
  return String.raw`(?<![\w.-])${escaped(text)}(?![\w-])`
}

function escaped(text: string): string {
  return text.replace(/[^\w/]/g, "\\$&")
}
