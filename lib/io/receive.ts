import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { Output } from "../core/output.ts"
import { notFound, TRIES, unsupportedUrl } from "./download-errors.ts"
import type { Body, HttpOptions } from "./request.ts"
import { brief, timeLimits } from "./time-limit.ts"

/** How something is downloaded, and who hears of it. */
export interface DownloadOptions {
  /** For HTTP_PROXY, HTTPS_PROXY, NO_PROXY, CURL_CONNECT_TIMEOUT and CURL_TIMEOUT. */
  readonly env: Env
  readonly output?: Output | undefined
  readonly signal?: AbortSignal | undefined
  /** A secret for the header of that name: only the URL's own origin is told. */
  readonly authorization?: string | undefined
  /** Makes one try, of so many seconds at most. Otherwise three, with the limits of the environment. */
  readonly seconds?: number | undefined
}

type Asking = DownloadOptions & Pick<HttpOptions, "compress" | "method" | "since">
type Consumer<T> = (body: Body) => Promise<T>

const passing = ["download/server-error", "download/unreachable", "download/timeout", "download/truncated"]

/** Asks for an http(s) or file URL and gives its body to `consume`; both again after a failure that may pass. */
export async function receive<T>(source: string, options: Asking, consume: Consumer<T>): Promise<T> {
  try {
    switch (URL.canParse(source) ? new URL(source).protocol : undefined) {
      case "file:":
        return await receiveFile(source, consume)
      case "http:":
      case "https:":
        return await (options.seconds === undefined ? persistently : briefly)(source, options, consume)
      default:
        throw unsupportedUrl(source)
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error
  }
}

/** Whether an error says nothing about what was asked for, only about the way to it. */
export function isOutage(error: unknown): error is BuildpackError {
  return error instanceof BuildpackError && passing.includes(error.id)
}

async function receiveFile<T>(source: string, consume: Consumer<T>): Promise<T> {
  const path = fileURLToPath(source)
  const stats = await stat(path).catch((error: unknown) => {
    throw notFound(source, error)
  })
  if (!stats.isFile()) throw notFound(source)
  return consume({ chunks: chunksOf(path), total: stats.size })
}

/** The file is opened when its bytes are wanted, and not when only their number is. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path)
}

async function briefly<T>(source: string, options: Asking, consume: Consumer<T>): Promise<T> {
  const { receiveHttp } = await import("./request.ts")
  return receiveHttp(source, { ...options, limits: brief(options.seconds ?? 0) }, consume)
}

async function persistently<T>(source: string, options: Asking, consume: Consumer<T>): Promise<T> {
  const [{ default: pRetry }, { receiveHttp }] = await Promise.all([import("p-retry"), import("./request.ts")])
  const limits = timeLimits(options.env)
  return pRetry(() => receiveHttp(source, { ...options, limits }, consume), {
    retries: TRIES - 1,
    minTimeout: 250,
    factor: 4,
    randomize: true,
    ...(options.signal && { signal: options.signal }),
    shouldRetry: ({ error }) => {
      if (!isOutage(error)) return false
      options.output?.({ kind: "detail", text: `${error.title}; trying again` })
      return true
    },
  })
}
