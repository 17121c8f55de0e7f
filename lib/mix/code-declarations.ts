import { posix } from "node:path"

/** What a module tells Mix that it reads, by one `@external_resource`. */
export interface Declaration {
  /** As the code has it, where it says which file that is. */
  readonly expression: string
  /** Paths and globs, from a folder that only the code knows. */
  readonly paths: readonly string[]
  /** Files that match, of which Mix knows those that were there when the module was compiled. */
  readonly isGlob: boolean
}

const declaring = /@external_resource[\s(]+/g
const name = /^(@?)(\w+)(?:\s+do)?$/
/** From a name to what it stands for, and from that to what it is made of, such as all files of a folder. */
const STEPS = 4

/** All that code declares, as far as one can tell by reading which files that are. */
export function declarationsIn(code: string): readonly Declaration[] {
  const expressions = expressionsAfter(declaring, code)
  const all = expressions.flatMap((expression) => meanings(expression, code, STEPS))
  return [...new Map(all.map((declaration) => [declaration.expression, declaration])).values()]
}

function meanings(text: string, code: string, steps: number): readonly Declaration[] {
  const expression = text.replace(/^\w+\s*=\s*/, "")
  const [, attribute, known] = name.exec(expression) ?? []
  if (known === undefined) {
    const paths = pathsOf(expression)
    return paths.length === 0 ? [] : [{ expression, paths, isGlob: paths.some((path) => /[*?{[]/.test(path)) }]
  }
  if (steps === 0) return []
  const definition = attribute
    ? new RegExp(String.raw`@${known}[ \t]+(?=["~[:@A-Z_a-z])`, "g")
    : new RegExp(String.raw`(?<![\w@.:])${known}\s*(?:=(?![=~>])|<-)\s*`, "g")
  return expressionsAfter(definition, code).flatMap((each) => meanings(each, code, steps - 1))
}

/** What stands behind each match, until the brackets around it close, or a line or an argument ends outside of brackets. */
function expressionsAfter(pattern: RegExp, code: string): readonly string[] {
  return [...code.matchAll(pattern)].map(({ 0: match, index }) => expressionAt(code, index + match.length))
}

function expressionAt(code: string, start: number): string {
  let depth = 0
  const parts = /"(?:[^"\\\n]|\\.)*"|[([{]|[)\]},\n]/g
  parts.lastIndex = start
  for (let part = parts.exec(code); part !== null; part = parts.exec(code)) {
    const [text] = part
    if (/^[([{]/.test(text)) depth++
    else if (depth === 0 && isEnd(text, code, part.index)) return code.slice(start, part.index).trim()
    else if (/^[)\]}]/.test(text)) depth--
  }
  return code.slice(start).trim()
}

function isEnd(text: string, code: string, at: number): boolean {
  return text === "\n" ? !/^\s*\|>/.test(code.slice(at, at + 200)) : !text.startsWith('"')
}

/** A list has a path in each of its texts, other code puts them together. What is put in by `#{}` may be anything. */
function pathsOf(expression: string): readonly string[] {
  const words = /^~w.([^)\]}|>/"]*)/.exec(expression)?.[1]?.split(/\s+/)
  const texts = words ?? [...expression.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text)
  const known = texts.map((text) => text.replace(/^#\{[^}]*\}\/?/, "").replace(/#\{[^}]*\}/g, "*"))
  const paths = words === undefined && !expression.startsWith("[") ? [known.join("/")] : known
  return paths.map((path) => posix.normalize(path).replace(/^(?:\.{0,2}\/)+/, "")).filter((path) => /\w/.test(path))
}

/**
 * Whether a file is the one that was declared, or one of those. One that is declared by its name alone may be another than
 * the one that the rest of the code names.
 */
export function isDeclared(path: string, { paths, isGlob }: Declaration, rest: string): boolean {
  if (isGlob) return paths.some((each) => posix.matchesGlob(path, `**/${each}`))
  return paths.some((each) => `/${path}`.endsWith(`/${each}`) && (each.includes("/") || !rest.includes(each)))
}
