import { type Declaration, declarationsIn, isDeclared } from "./code-declarations.ts"
import { names } from "./code-names.ts"
import { searchedCode } from "./searched-code.ts"

/** A file that is not as the last build found it; `lasting`: it was there then, and is there now. */
interface ChangedFile {
  readonly path: string
  readonly lasting: boolean
}

type MayHaveRead = (file: ChangedFile) => boolean

/**
 * Prepares to tell whether code may have read a file while it was compiled without telling Mix so, as `@external_resource`
 * does for each file by itself.
 */
export function mentions(texts: readonly string[]): MayHaveRead {
  const code = searchedCode(texts.filter((text) => !declares(text)))
  const modules = texts.filter(declares).map(declaringModule)
  return (file) => names(code, file.path) || modules.some((mayHaveRead) => mayHaveRead(file))
}

function declares(text: string): boolean {
  return text.includes("@external_resource")
}

/** Mix knows no file that has come since; unless the module looks for such by itself. */
function declaringModule(text: string): MayHaveRead {
  const declared = declarationsIn(text)
  const ofLasting = undeclared(text, declared)
  if (text.includes("__mix_recompile__?")) return ofLasting
  const ofOthers = undeclared(
    text,
    declared.filter(({ isGlob }) => !isGlob),
  )
  return (file) => (file.lasting ? ofLasting(file) : ofOthers(file))
}

/** Wherever the same expression stands, it is the file that was declared. */
function undeclared(text: string, declared: readonly Declaration[]): MayHaveRead {
  const longest = declared.map(({ expression }) => expression).toSorted((a, b) => b.length - a.length)
  const rest = longest.reduce((left, expression) => left.replaceAll(expression, ""), text)
  const code = searchedCode([rest])
  return ({ path }) => !declared.some((each) => isDeclared(path, each, code.naming)) && names(code, path)
}
