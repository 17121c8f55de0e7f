import { withoutProse } from "./code-prose.ts"

/** Code that is searched for what names a file, all of it or those of its modules that may do something with one. */
export interface SearchedCode {
  readonly all: string
  /** But for what only people read, what only browsers open, and what Mix is told of. */
  readonly naming: string
  /** The same of the modules that read files, as far as one can tell. */
  readonly reading: string
}

/** Where a browser finds a file, by links in templates and Phoenix's functions for them, and what bundlers are told. */
const urls =
  /~p"[^"\n]*"|\b(?:src|srcset|href|poster)=\{?["'][^"'\n]*["']|\bstatic_(?:path|url|integrity)\([^()\n]*\)|\bargs:\s*~w\([^)]*\)/g
/** They have `@external_resource` in what they stand for. */
const tracked = /\b(?:embed_templates|(?:EEx\.)?function_from_file)[\s(][^"\n]*"[^"\n]*"/g
const reads = /\b(?:File|Path|EEx|Config\.Reader)\.[a-z]|:?\bfile(?:lib|name)?[.:]|_file(?:s|\b)|\b(?:app|priv)_dir\b/

/** Prepares what is asked for only when it is: most builds need to see no more than what has changed. */
export function searchedCode(texts: readonly string[]): SearchedCode {
  const prepared: { -readonly [key in keyof SearchedCode]?: string } = {}
  return {
    get all() {
      prepared.all ??= texts.join("\n")
      return prepared.all
    },
    get naming() {
      prepared.naming ??= texts.map(clean).join("\n")
      return prepared.naming
    },
    get reading() {
      prepared.reading ??= texts.filter(mayRead).map(clean).filter(mayRead).join("\n")
      return prepared.reading
    },
  }
}

function clean(text: string): string {
  return withoutProse(text).replace(urls, "").replace(tracked, "")
}

function mayRead(text: string): boolean {
  return reads.test(text)
}
