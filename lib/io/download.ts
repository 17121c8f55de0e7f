import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { Output } from "../core/output.ts"
import type { Digest } from "../core/runtime.ts"
import { digestMismatch, notFound, TRIES, textTooLarge, unsupportedUrl } from "./download-errors.ts"
import { fileName } from "./location.ts"
import { progress } from "./progress.ts"
import type { Body } from "./request.ts"
import { saveVerified } from "./verified-file.ts"

export interface DownloadOptions {
  /** For HTTP_PROXY, HTTPS_PROXY, NO_PROXY, CURL_CONNECT_TIMEOUT and CURL_TIMEOUT. */
  readonly env: Env
  readonly output?: Output | undefined
  readonly signal?: AbortSignal | undefined
}

type Consumer<T> = (body: Body) => Promise<T>

const passing = ["download/server-error", "download/unreachable", "download/timeout", "download/truncated"]
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
        return await receivePersistently(source, options, consume)
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

async function receivePersistently<T>(source: string, options: ReceiveOptions, consume: Consumer<T>): Promise<T> {
  const [{ default: pRetry }, { receiveHttp }] = await Promise.all([import("p-retry"), import("./request.ts")])
  return pRetry(() => receiveHttp(source, options, consume), {
    retries: TRIES - 1,
    minTimeout: 250,
    factor: 4,
    randomize: true,
    ...(options.signal && { signal: options.signal }),
    shouldRetry: ({ error }) => {
      const passes = error instanceof BuildpackError && passing.includes(error.id)
      if (passes) options.output?.({ kind: "detail", text: `${error.title}; trying again` })
      return passes
    },
  })
}
