import type { NamedText } from "./named-files.ts"
import { tailwindMajors } from "./tailwind-version.ts"

/** What Tailwind 4 takes its utilities from; the other parts of it look at no sources. */
const styles = String.raw`tailwindcss(?:\/index|\/utilities)?(?:\.css)?`
const imports = new RegExp(
  String.raw`@import\s+(?:url\(\s*)?["']?${styles}(?![\w/.-])["']?\s*\)?([^;{}]*)|@tailwind\s+utilities([^;{}]*)`,
  "g",
)
/** Other ways to it: a script's import, Sass. A name that something is taken from, or a key, is none. */
const otherImports = new RegExp(
  String.raw`(?<!\bfrom\s*)(["'${"`"}])~?(?:[^"'${"`"}\s]*\/)?${styles}(?:\?\w+)?\1(?!\s*:)`,
)
/** They look at all there is too, or at what they find in packages. */
const others = /["'](?:(?:[\w@.-]+[/-])?windicss|unocss|@unocss\/[\w.-]+|virtual:uno\.css|@master\/css[\w.-]*)["']/

/** Comments of their own lines. */
const comments = /^[ \t]*(?:\/\*[\s\S]*?\*\/|(?:\/\/|#).*$)/gm

/**
 * The first text that lets Tailwind look for class names in whatever files there are. Wherever it takes part it may,
 * since a package's style sheet or preset may bring it in, unless a text says where it looks: for version 4
 * `source(…)`, for earlier ones their configuration.
 */
export function looseTailwind(texts: readonly NamedText[]): string | undefined {
  const other = texts.find(({ text }) => others.test(text))
  if (other !== undefined) return other.path
  const part = texts.find(({ text }) => /tailwind/i.test(text) && /tailwind/i.test(text.replace(comments, "")))
  if (part === undefined) return undefined
  if (isOld(texts)) return texts.find(isLooseConfig)?.path
  const ways = texts.map(({ path, text }) => ({ path, ...waysIn(path, text) }))
  return ways.find(({ open }) => open)?.path ?? (ways.some(({ told }) => told) ? undefined : part.path)
}

/** Whether a text brings in version 4 without, and with, a word for where it looks. */
function waysIn(path: string, text: string): { readonly open: boolean; readonly told: boolean } {
  const found = [...text.matchAll(imports)].map(([, ofImport, ofRule]) => ofImport ?? ofRule ?? "")
  const told = found.filter((words) => words.includes("source("))
  const isData = /\.(?:json[c5]?|exs|ya?ml|toml)$/.test(path)
  const open = told.length < found.length || (!isData && otherImports.test(text.replace(imports, "")))
  return { open, told: told.length > 0 }
}

/** Whether it is a version before 4: it is asked for, or everything is written as only those read it. */
function isOld(texts: readonly NamedText[]): boolean {
  const majors = texts.flatMap(tailwindMajors)
  if (majors.length > 0) return majors.every((major) => major < 4)
  const css = texts.map(({ text }) => text)
  const hasOld = css.some((text) =>
    /@tailwind\s+(?:base|components)|@import\s+["']tailwindcss\/(?:base|components)/.test(text),
  )
  const hasNew = css.some((text) => /@(?:source|theme|utility|custom-variant|config|plugin|reference)[\s"']/.test(text))
  return hasOld && !hasNew && texts.some(({ path }) => configuration.test(path))
}

const configuration = /(?:^|\/)tailwind\.config\.\w+$/
const script = /\.[cm]?[jt]s$/
const presets = /\bpresets["']?\s*(?:[:=]\s*(?:\[([^\]]*)\]?)?|[,}])/g
/** Where earlier versions look, and what stands there. */
const content = /\b(?:content|purge)["']?\s*:\s*([\s\S]{0,2000})/

/** Whether the configuration of an earlier version takes from elsewhere where to look. */
function isLooseConfig({ path, text }: NamedText): boolean {
  if (/@config\s+["'](?!\.)/.test(text)) return true
  if (!script.test(path)) return false
  if ([...text.matchAll(presets)].some(([, list]) => list === undefined || !isOwn(list))) return true
  if (!configuration.test(path)) return false
  const [, value] = content.exec(text) ?? []
  if (value === undefined) return /\brequire\(|\bimport\b|\bfrom\b/.test(text)
  return /^(?!false\b|true\b)[\w$]|^[[{][^\]}]*\.\.\.[\w$(]/.test(value)
}

/** Whether presets are Babel's, or lie in the app, where they are read as any other script. */
function isOwn(list: string): boolean {
  return list.includes("babel") || !/\w/.test(list.replace(/(?:require\(\s*)?["']\.[^"']*["']/g, ""))
}
