import { unescape as percentDecode } from "node:querystring"

/**
 * An address as it may be printed: without user, password, query and fragment, which can hold secrets. Where it cannot be
 * told which part is which, as with a slash in a password, … stands for all that may be secret.
 */
export function printable(source: string): string {
  if (/^\/(?!\/)/.test(source)) return source
  if (!URL.canParse(source) || mayMislead(source)) return guarded(source)
  const url = new URL(source)
  url.username = ""
  url.password = ""
  url.search = ""
  url.hash = ""
  return url.href
}

/** What people take for the sign before the host, also when they encoded it, or typed it in full width. */
const at = /@|%40|＠|﹫/gi

/** What is the host for sure, and no user with the digits of a password behind the colon. */
const sureHost = /^(?:(?:localhost|\d+\.\d+\.\d+\.\d+|\[.*\])(?::\d*)?|[^:]+\.[^:]+)$/i

/**
 * Whether a URL may be one in the eyes of a machine only: in `http://bob:12/34@mirror`, the password's first half is the
 * port, and its second one a path. What comes after a sure host may have an @, as in `/@yarnpkg/cli-dist`.
 */
function mayMislead(source: string): boolean {
  const { protocol } = new URL(source)
  if (protocol === "file:") return !/^\s*file:\/\/\//i.test(source) && source.search(at) !== -1
  if (protocol !== "http:" && protocol !== "https:") return true
  const [, authority = "", behind = ""] = /^[^:]*:[/\\]*([^/\\?#]*)(.*)$/s.exec(source) ?? []
  return behind.search(at) !== -1 && (authority.search(at) !== -1 || !sureHost.test(authority))
}

/** Scheme and host, as far as no reading of the text makes a secret of them. */
function guarded(source: string): string {
  const scheme = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.exec(source)?.[0] ?? ""
  const rest = source.slice(scheme.length)
  const sign = [...rest.matchAll(at)].at(-1)
  if (sign === undefined) return scheme + withoutPassword(withoutQuery(rest))
  if (/[?#]/.test(rest.slice(0, sign.index))) return `${scheme}…`
  return `${scheme}…@${withoutQuery(rest.slice(sign.index + sign[0].length))}`
}

function withoutQuery(text: string): string {
  return text.replace(/[?#].*$/s, "")
}

/** What follows a colon, unless it is a port: somebody may have left out the @ and the host. */
function withoutPassword(text: string): string {
  return text.replace(/^([^/\\:]*):(?!\d*(?:[/\\]|$)).*$/s, "$1:…")
}

/** The last part of a URL's path, for progress bars. */
export function fileName(source: string): string {
  const path = new URL(source).pathname
  return percentDecode(path.slice(path.lastIndexOf("/") + 1))
}
