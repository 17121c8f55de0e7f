/** What code brings something from files by; who only puts a path together reads none. */
const readers = /\b(?:File|Code|EEx|Port|Path\.wildcard|Config\.Reader)\b|:(?:file|filelib)\b/

/** Whether code may read files, as far as one can tell. */
export function readsFiles(code: string): boolean {
  return readers.test(code)
}
