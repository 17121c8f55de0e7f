import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import type { Response } from "node-fetch"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { Output } from "../core/output.ts"
import type { Digest } from "../core/runtime.ts"
import {
  badRedirect,
  digestMismatch,
  isBadRedirect,
  notFound,
  refused,
  serverError,
  textTooLarge,
  timedOut,
  truncated,
  unreachable,
  unsupportedUrl,
} from "./download-errors.ts"
import { fileName } from "./location.ts"
import { progress } from "./progress.ts"
import { request } from "./request.ts"
import { overrun, timeLimits, watch } from "./time-limit.ts"
import { saveVerified } from "./verified-file.ts"

export interface DownloadOptions {
  /** For HTTP_PROXY, HTTPS_PROXY, NO_PROXY, CURL_CONNECT_TIMEOUT and CURL_TIMEOUT. */
  readonly env: Env
  readonly output?: Output | undefined
  readonly signal?: AbortSignal | undefined
}

/** Bytes as they come, and how many there will be when that is known. */
interface Body {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly total: number | undefined
}

type Consumer<T> = (body: Body) => Promise<T>

const TRIES = 3
const PASSING = ["download/server-error", "download/unreachable", "download/timeout", "download/truncated"]
const TEXT_LIMIT = 64 * 1024 * 1024 // bytes

/**
 * Downloads an http(s) or file URL to the path `to`, which appears only when all bytes are there and have the expected
 * digest. Gives their number. A failure that may pass is tried again, three times in all.
 */
export async function download(
  source: string,
  to: string,
  expected: Digest,
  options: DownloadOptions,
): Promise<number> {
  return receive(source, { ...options, compress: false }, (body) =>
    saveVerified(body.chunks, to, {
      expected,
      mismatch: (actual) => digestMismatch(source, expected, actual),
      report: progress(fileName(source), body.total, options.output),
      signal: options.signal,
    }),
  )
}

/** Reads a text of at most 64 MB, such as an index, from an http(s) or file URL. Tried again as a download is. */
export async function readText(source: string, options: DownloadOptions): Promise<string> {
  return receive(source, { ...options, compress: true }, async (body) => {
    const parts: Uint8Array[] = []
    let bytes = 0
    for await (const part of body.chunks) {
      bytes += part.length
      if (bytes > TEXT_LIMIT) throw textTooLarge(source, TEXT_LIMIT)
      parts.push(part)
    }
    return Buffer.concat(parts).toString("utf8")
  })
}

interface ReceiveOptions extends DownloadOptions {
  /** Whether the server may send it compressed; it is decompressed on arrival. */
  readonly compress: boolean
}

async function receive<T>(source: string, options: ReceiveOptions, consume: Consumer<T>): Promise<T> {
  try {
    switch (URL.canParse(source) ? new URL(source).protocol : undefined) {
      case "file:":
        return await receiveFile(source, consume)
      case "http:":
      case "https:":
        return await persistently(options, () => receiveHttp(source, options, consume))
      default:
        throw unsupportedUrl(source)
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error
  }
}

async function receiveFile<T>(source: string, consume: Consumer<T>): Promise<T> {
  const path = fileURLToPath(source)
  const stats = await stat(path).catch((error: unknown) => {
    throw notFound(source, error)
  })
  if (!stats.isFile()) throw notFound(source)
  return consume({ chunks: createReadStream(path), total: stats.size })
}

async function persistently<T>(options: DownloadOptions, attempt: () => Promise<T>): Promise<T> {
  const { default: pRetry } = await import("p-retry")
  return pRetry(attempt, {
    retries: TRIES - 1,
    minTimeout: 250,
    factor: 4,
    randomize: true,
    ...(options.signal && { signal: options.signal }),
    shouldRetry: ({ error }) => {
      const passing = error instanceof BuildpackError && PASSING.includes(error.id)
      if (passing) options.output?.({ kind: "detail", text: `${error.title}; trying again` })
      return passing
    },
  })
}

async function receiveHttp<T>(source: string, options: ReceiveOptions, consume: Consumer<T>): Promise<T> {
  const { default: fetch } = await import("node-fetch")
  const { url, init } = request(source, options.env)
  const watched = watch(timeLimits(options.env))
  const signal = options.signal ? AbortSignal.any([options.signal, watched.signal]) : watched.signal
  const failure = (otherwise: (cause: unknown) => Error, cause: unknown): Error => {
    const late = overrun(watched.signal)
    return late ? timedOut(source, late) : otherwise(cause)
  }
  let response: Response | undefined
  try {
    response = await fetch(url, { ...init, signal, compress: options.compress }).catch((error: unknown) => {
      throw isBadRedirect(error) ? badRedirect(source) : failure((cause) => unreachable(source, cause), error)
    })
    checkStatus(source, response.status)
    const total = announced(response)
    return await consume({
      chunks: arriving(response, watched.alive, (bytes, error) =>
        failure((cause) => truncated(source, bytes, total, cause), error),
      ),
      total,
    })
  } finally {
    watched.stop()
    if (response?.body instanceof Readable) response.body.destroy()
  }
}

function checkStatus(source: string, status: number): void {
  if (status >= 200 && status < 300) return
  if (status === 404 || status === 410) throw notFound(source)
  // 408: the server gave up waiting; 429: too many requests at the moment.
  if (status >= 500 || status === 408 || status === 429) throw serverError(source, status, TRIES)
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
