/** As many redirects as browsers follow: https://fetch.spec.whatwg.org/#http-redirect-fetch */
export const MAX_REDIRECTS = 20

const redirecting = [301, 302, 303, 307, 308]

/** Whether an answer leads elsewhere. */
export function isRedirect(status: number, location: string | null): location is string {
  return location !== null && redirecting.includes(status)
}

/** Where a redirect leads; credentials go along within one origin only. Undefined for what is no http(s) URL. */
export function redirectTarget(location: string, from: URL): URL | undefined {
  if (!URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from)
  if (to.protocol !== "http:" && to.protocol !== "https:") return undefined
  if (to.origin === from.origin && to.username === "" && to.password === "") {
    to.username = from.username
    to.password = from.password
  }
  return to
}
