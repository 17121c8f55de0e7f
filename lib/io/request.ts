import { unescape as percentDecode } from "node:querystring"
import { Readable } from "node:stream"
import type { RequestInit, Response } from "node-fetch"
import type { Validators } from "../core/build-memory.ts"
import type { Env } from "../core/env.ts"
import { agentFor, onLivingConnection } from "./agents.ts"
import { badRedirect, notFound, refused, serverError, timedOut, truncated, unreachable } from "./download-errors.ts"
import { isRedirect, MAX_REDIRECTS, redirectTarget } from "./redirect.ts"
import { overrun, type TimeLimits, watch } from "./time-limit.ts"

/** How one request is made. */
export interface HttpOptions {
  readonly env: Env
  /** Whether the server may send the body compressed; it is decompressed on arrival. */
  readonly compress: boolean
  readonly limits: TimeLimits
  /** `HEAD` gives no bytes, only how many there would be. */
  readonly method?: "GET" | "HEAD" | undefined
  /** Asks for the body only if it is another than the one of these. */
  readonly since?: Validators | undefined
  readonly signal?: AbortSignal | undefined
  /** A secret for the header of that name: only the URL's own origin is told. */
  readonly authorization?: string | undefined
}

/** Bytes as they come, and how many there will be when that is known. */
export interface Body {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly total: number | undefined
  /** Absent for a file. */
  readonly validators?: Validators
  /** Whether it is the one that was asked to be left out; then there are no bytes. */
  readonly unchanged?: boolean
}

/** Asks for an http(s) URL once and gives its body to `consume`. Throws `download/...` errors. */
export async function receiveHttp<T>(
  source: string,
  options: HttpOptions,
  consume: (body: Body) => Promise<T>,
): Promise<T> {
  const { default: fetch } = await import("node-fetch")
  const watched = watch(options.limits)
  const signal = options.signal ? AbortSignal.any([options.signal, watched.signal]) : watched.signal
  const failure = (otherwise: (cause: unknown) => Error, cause: unknown): Error => {
    const late = overrun(watched.signal)
    return late ? timedOut(source, late) : otherwise(cause)
  }
  const get = async (target: URL): Promise<Response> => {
    const isOwn = target.origin === new URL(source).origin
    const { url, init } = prepare(target, isOwn ? options : { ...options, authorization: undefined })
    return onLivingConnection(() => fetch(url, { ...init, signal })).catch((error: unknown) => {
      throw failure((cause) => unreachable(source, cause), error)
    })
  }
  let response: Response | undefined
  try {
    response = await followRedirects(source, get)
    const unchanged = response.status === 304 && isConditional(options)
    if (!unchanged) checkStatus(source, response.status)
    const total = announced(response)
    const chunks = arriving(response, watched.alive, (bytes, error) =>
      failure((cause) => truncated(source, bytes, total, cause), error),
    )
    const result = await consume({ chunks, total, validators: validatorsOf(response), unchanged })
    // To its end, so that the connection can serve another request.
    if (unchanged || options.method === "HEAD") for await (const _ of chunks);
    return result
  } finally {
    watched.stop()
    if (response) discard(response)
  }
}

/** The answer at the end of all redirects. The URLs that `get` is given hold the credentials for them, if any. */
async function followRedirects(source: string, get: (url: URL) => Promise<Response>): Promise<Response> {
  let url = new URL(source)
  for (let count = 0; count <= MAX_REDIRECTS; count++) {
    const response = await get(url)
    const location = response.headers.get("location")
    if (!isRedirect(response.status, location)) return response
    discard(response)
    const next = redirectTarget(location, url)
    if (next === undefined) break
    url = next
  }
  throw badRedirect(source)
}

/** Ends the connection when the body was not read to its end. */
function discard(response: Response): void {
  if (response.body instanceof Readable) response.body.destroy()
}

/** The address without credentials, and how to ask for it: through the proxies that the environment names. */
function prepare(target: URL, options: HttpOptions): { readonly url: URL; readonly init: RequestInit } {
  const url = new URL(target)
  const credentials = `${percentDecode(url.username)}:${percentDecode(url.password)}`
  url.username = ""
  url.password = ""
  return {
    url,
    init: {
      agent: agentFor(url, options.env),
      // node-fetch cannot be kept from other protocols, and dies of a redirect to a URL with credentials.
      redirect: "manual",
      method: options.method ?? "GET",
      compress: options.compress,
      headers: {
        "user-agent": "beampack",
        ...conditions(options.since),
        ...(credentials !== ":" && { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` }),
        ...(options.authorization && { authorization: options.authorization }),
      },
    },
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests */
function conditions({ etag, lastModified }: Validators = {}): Record<string, string> {
  return { ...(etag && { "if-none-match": etag }), ...(lastModified && { "if-modified-since": lastModified }) }
}

function isConditional({ since }: HttpOptions): boolean {
  return Object.keys(conditions(since)).length > 0
}

function validatorsOf({ headers }: Response): Validators {
  return { etag: headers.get("etag") ?? undefined, lastModified: headers.get("last-modified") ?? undefined }
}

function checkStatus(source: string, status: number): void {
  if (status >= 200 && status < 300) return
  if (status === 404 || status === 410) throw notFound(source)
  // 408: the server gave up waiting; 429: too many requests at the moment.
  if (status >= 500 || status === 408 || status === 429) throw serverError(source, status)
  throw refused(source, status)
}

/** The body's length as the server says; that of a compressed body is not the one we count. */
function announced(response: Response): number | undefined {
  const length = Number(response.headers.get("content-length") ?? Number.NaN)
  return Number.isInteger(length) && !response.headers.has("content-encoding") ? length : undefined
}

async function* arriving(
  response: Response,
  alive: () => void,
  failure: (bytes: number, cause: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    alive()
    for await (const chunk of response.body ?? []) {
      const part = typeof chunk === "string" ? Buffer.from(chunk) : chunk
      bytes += part.length
      alive()
      yield part
    }
  } catch (error) {
    throw failure(bytes, error)
  }
}
