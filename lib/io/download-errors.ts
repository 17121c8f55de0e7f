import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import type { Digest } from "../core/runtime.ts"
import { printable } from "./location.ts"
import type { Overrun } from "./time-limit.ts"

/** How often a request is made in all when it fails in a way that may pass. */
export const TRIES = 3

/**
 * Status 404 or 410, or no such file of a mirror in a folder. `source`, here and below: the URL, which is told without its
 * password.
 */
export function notFound(source: string, cause?: unknown): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/not-found", `Not found: ${location}`, {
    help: prose`
      There is no such file at
        ${location}
      Maybe the version does not exist, or not for this platform; check its number. With BEAMPACK_MIRROR set,
      the mirror may lack the file: add it there.
    `,
    cause,
  })
}

/** Whether the source answered that there is nothing at that place. */
export function isNotFound(error: unknown): error is BuildpackError {
  return error instanceof BuildpackError && error.id === "download/not-found"
}

/** Any other status that is no success: to ask again would change nothing. */
export function refused(source: string, status: number): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/refused", `The server refused the download with status ${status}: ${location}`, {
    help: prose`
      The request was understood and turned down, so it was not tried again. 401 and 403 mean that credentials
      are missing or wrong, 407 that a proxy wants them; a firewall or a proxy may also answer so for the server.
      Open the address from the same network, or name a mirror you can reach in BEAMPACK_MIRROR.
    `,
  })
}

/** Whether the server turned the request down for what it is. */
export function isRefusal(error: unknown): boolean {
  return error instanceof BuildpackError && error.id === "download/refused"
}

/** Status 408, 429, or 500 and above, on each try. */
export function serverError(source: string, status: number): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/server-error", `The server failed with status ${status}: ${location}`, {
    help: prose`
      It was asked ${TRIES} times. The fault is likely on its side and passes: build again in some minutes.
      If it stays, name another source in BEAMPACK_MIRROR.
    `,
  })
}

/** There was no answer, as without a connection or a trusted certificate; `cause` says why. */
export function unreachable(source: string, cause: unknown): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/unreachable", `Cannot reach ${location}`, {
    help: prose`
      The request failed: ${reason(cause)}.
      Check the network of this machine. Behind a proxy, set HTTPS_PROXY and HTTP_PROXY (and NO_PROXY for hosts
      that need none); without internet, set BEAMPACK_MIRROR to a mirror's URL or folder.
    `,
  })
}

/** `late` says which limit was passed. */
export function timedOut(source: string, late: Overrun): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/timeout", `The download took too long: ${location}`, {
    help: prose`
      ${late.what} within ${late.seconds} seconds. The network or the server may be slow or overloaded: build again, or
      allow more time with CURL_CONNECT_TIMEOUT (until the answer begins) and CURL_TIMEOUT (in all), in seconds.
    `,
  })
}

/** The connection broke after so many `bytes` of `total`, if the server has said how many there are. */
export function truncated(source: string, bytes: number, total: number | undefined, cause?: unknown): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/truncated", `The download broke off: ${location}`, {
    help: prose`
      ${total === undefined ? `${bytes} bytes` : `${bytes} of ${total} bytes`} arrived before the connection was closed.
      A proxy or a weak network may cut it: build again, or name a nearer source in BEAMPACK_MIRROR.
    `,
    cause,
  })
}

/** Another file than its publisher lists: `actual` is the digest of what came, in lower-case hex. */
export function digestMismatch(source: string, expected: Digest, actual: string): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/digest-mismatch", `The ${expected.algorithm} digest is wrong: ${location}`, {
    help: prose`
      expected ${expected.hex}
      actual   ${actual}
      The file is not the one that was published: it was replaced at its source, damaged on the way, or tampered
      with. It was thrown away and nothing was unpacked. A proxy or mirror in between is the first thing to check;
      when the file was published anew, its new digest must be taken up first.
    `,
  })
}

/** The file whose digest nobody published has another one than the first time. */
export function changed(source: string, expected: Digest, actual: string): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/changed", `The file has changed since it was first trusted: ${location}`, {
    help: prose`
      at first ${expected.hex}
      now      ${actual}
      No ${expected.algorithm} digest of this file is published. It was trusted as it came when it was first downloaded,
      and a released version has no reason to change. It was thrown away and nothing was unpacked. A proxy or mirror in
      between is the first thing to check.

      Take a newer patch release, whose digest is published. Or, when you know why it was replaced, write down the new
      digest with:

          beampack lock
    `,
  })
}

/** `limit` in bytes. */
export function textTooLarge(source: string, limit: number): BuildpackError {
  return new BuildpackError("download/too-large", `The file is too large for an index: ${printable(source)}`, {
    help: `It has more than ${limit} bytes. The address is likely wrong, or the mirror serves something else there.`,
  })
}

/** It is of another scheme, or no URL at all. */
export function unsupportedUrl(source: string): BuildpackError {
  return new BuildpackError("download/unsupported-url", `Not an address to download from: ${printable(source)}`, {
    help: "It must begin with https://, http:// or file://. Check BEAMPACK_MIRROR if it is set.",
  })
}

/** There are more than browsers follow, or one leads to what is no http(s) URL. */
export function badRedirect(source: string): BuildpackError {
  const location = printable(source)
  return new BuildpackError("download/bad-redirect", `The server redirects to nowhere: ${location}`, {
    help: prose`
      Its redirects form a loop, or lead to an address that is none or begins with neither https:// nor http://.
      Open the address in a browser; if it is a mirror, its configuration is the place to look.
    `,
  })
}

/** `variable`: whose value nobody can read, in upper case. */
export function badProxy(variable: string): BuildpackError {
  return new BuildpackError("download/bad-proxy", `${variable} is no address of a proxy`, {
    help: prose`
      It may be set in lower case as well, which wins. Its value is not shown, since it may hold a password.
      / ? # @ and : in a user or password have to be written as %2F %3F %23 %40 and %3A, as in:

          ${variable}=http://user:pass%2Fword@proxy.example:3128
    `,
  })
}

// node-fetch's message begins with the whole URL, which may hold secrets; what follows it is Node's own reason.
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return "no reason given"
  const message = /, reason: (.+)/.exec(cause.message)?.[1]
  if (message) return message
  return "code" in cause && typeof cause.code === "string" ? cause.code : "no reason given"
}
