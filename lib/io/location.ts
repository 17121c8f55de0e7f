import { unescape as percentDecode } from "node:querystring"

/** A URL as it may be printed: without user, password, query and fragment, which can hold secrets. */
export function printable(source: string): string {
  if (!URL.canParse(source)) return source.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//")
  const url = new URL(source)
  url.username = ""
  url.password = ""
  url.search = ""
  url.hash = ""
  return url.href
}

/** The last part of a URL's path, for progress bars. */
export function fileName(source: string): string {
  const path = new URL(source).pathname
  return percentDecode(path.slice(path.lastIndexOf("/") + 1))
}
