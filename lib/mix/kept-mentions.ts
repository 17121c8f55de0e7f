import { type Declaration, declarationsIn, isDeclared } from "./code-declarations.ts"
import { isModule, names } from "./code-names.ts"
import type { CodeFile } from "./kept-sources.ts"
import { ownFolder } from "./own-folder.ts"
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
export function mentions(files: readonly CodeFile[]): MayHaveRead {
  const silent = mayRead(files.filter((file) => !declares(file)))
  const modules = files.filter(declares).map(declaringModule)
  return (file) => silent(file.path) || modules.some((mayHaveRead) => mayHaveRead(file))
}

function mayRead(files: readonly CodeFile[]): (path: string) => boolean {
  const code = searchedCode(files.map(({ text }) => text))
  const folders = new Set(files.flatMap((file) => ownFolder(file) ?? []))
  return (path) => names(code, path) || (!isModule(path) && [...folders].some((folder) => isBelow(folder, path)))
}

function isBelow(folder: string, path: string): boolean {
  return folder === "." || path.startsWith(`${folder}/`)
}

function declares({ text }: CodeFile): boolean {
  return text.includes("@external_resource")
}

/** Mix knows no file that has come since; unless the module looks for such by itself. */
function declaringModule(file: CodeFile): MayHaveRead {
  const declared = declarationsIn(file.text)
  const ofLasting = undeclared(file, declared)
  if (file.text.includes("__mix_recompile__?")) return ofLasting
  const ofOthers = undeclared(
    file,
    declared.filter(({ isGlob }) => !isGlob),
  )
  return (changed) => (changed.lasting ? ofLasting(changed) : ofOthers(changed))
}

/** Wherever the same expression stands, it is the file that was declared. */
function undeclared({ path: of, text }: CodeFile, declared: readonly Declaration[]): MayHaveRead {
  const longest = declared.map(({ expression }) => expression).toSorted((a, b) => b.length - a.length)
  const rest = longest.reduce((left, expression) => left.replaceAll(expression, ""), text)
  const { naming } = searchedCode([rest])
  const reads = mayRead([{ path: of, text: rest }])
  return ({ path }) => !declared.some((each) => isDeclared(path, each, naming)) && reads(path)
}
