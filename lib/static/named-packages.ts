import { textKind } from "./asset-inputs.ts"
import type { NamedText, TextKind } from "./named-files.ts"
import { withoutSearchPaths } from "./search-paths.ts"

/** Compressors and encoders run in `phx.digest`; the others are ways to ask Mix where a package is. */
const inConfig = /\bstatic_compressors\b|\bdeps_path|\b(?:app|priv|lib)_dir\b/
const encoders = ["Jason", "JSON"]
/** A script that runs Mix, in JavaScript and in other languages; a comment of Phoenix's own names a task. */
const runsMix = /["'`]mix["'`]|\b(?:exec|spawn)\w*\s*\(?\s*["'`][^"'`\n]*\bmix\s/
const shell = /(?:\.(?:sh|py|rb|pl)|(?:^|\/)Makefile)$/

const inFolder = /(?<![\w.@-])deps\/([\w-]*)([*{}$+?[\](!|\\#]|["'`]\s*\+)?/g
const folderAlone = /["'`]deps["'`](?!\s*:)|\/deps(?=["'`\s,;)\]}]|$)/
const word = /["'`](?:\.\/)?([a-z]\w*)(?=["'`/])/g

/**
 * Those of the packages that texts name: by their folder, or as scripts and style sheets name what they import. Undefined
 * when any may be meant.
 */
export function namedPackages(
  texts: readonly NamedText[],
  packages: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const named = new Set<string>()
  for (const one of texts) {
    const kind = textKind(one.path)
    if (kind === undefined) continue
    const text = withoutSearchPaths(one, kind)
    if (meansAny({ path: one.path, text }, kind)) return undefined
    for (const [, name = "", more] of text.matchAll(inFolder)) {
      // One that is not locked may be the beginning of a name.
      if (!packages.has(name) || more !== undefined) return undefined
      named.add(name)
    }
    if (kind !== "config") for (const [, name = ""] of text.matchAll(word)) named.add(name)
  }
  return new Set([...named].filter((name) => packages.has(name)))
}

function meansAny({ path, text }: NamedText, kind: TextKind): boolean {
  if (folderAlone.test(text) || /\bMIX_DEPS_PATH\b/.test(text)) return true
  if (kind === "config") return inConfig.test(text) || namesEncoder(text)
  return kind === "code" && (runsMix.test(text) || (shell.test(path) && /\bmix\s+[a-z]/.test(text)))
}

function namesEncoder(text: string): boolean {
  return [...text.matchAll(/\bjson_library\b[\s:,]*([\w.]*)/g)].some(([, name = ""]) => !encoders.includes(name))
}
