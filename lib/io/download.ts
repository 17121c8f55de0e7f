import type { Validators } from "../core/build-memory.ts"
import type { Digest } from "../core/runtime.ts"
import { changed, digestMismatch, isRefusal, textTooLarge } from "./download-errors.ts"
import { givingWay, withPrecedence } from "./give-way.ts"
import { fileName } from "./location.ts"
import { progress } from "./progress.ts"
import { type DownloadOptions, receive } from "./receive.ts"
import type { Body } from "./request.ts"
import { saveVerified } from "./verified-file.ts"

/** A text, and what its server says about it. */
export interface ReadText extends Validators {
  readonly text: string
}

const TEXT_LIMIT = 64 * 1024 * 1024 // bytes

/**
 * Downloads an http(s) or file URL to the path `to`, which appears only when all bytes are there and have the expected
 * digest. Gives their number. A failure that may pass is tried again, three times in all. `givesWay`: while others are under
 * way that do not, it takes no bandwidth, though not for long.
 */
export async function download(
  source: string,
  to: string,
  expected: Digest,
  { givesWay = false, ...options }: DownloadOptions & { readonly givesWay?: boolean },
): Promise<number> {
  const mismatch = expected.firstUse ? changed : digestMismatch
  const downloading = receive(source, { ...options, compress: false }, (body) =>
    saveVerified(givesWay ? givingWay(body.chunks) : body.chunks, to, {
      expected,
      mismatch: (actual) => mismatch(source, expected, actual),
      report: progress(fileName(source), body.total, options.output),
      signal: options.signal,
    }),
  )
  return givesWay ? downloading : withPrecedence(downloading)
}

/** Reads a text of at most 64 MB, such as an index, from an http(s) or file URL. Tried again as a download is. */
export async function readText(source: string, options: DownloadOptions): Promise<string> {
  return receive(source, { ...options, compress: true }, (body) => textOf(source, body))
}

/** The same for a text that is known already, which is not sent again when the server says that it has not changed. */
export async function readTextSince(
  source: string,
  known: ReadText | undefined,
  options: DownloadOptions,
): Promise<ReadText> {
  return receive(source, { ...options, compress: true, since: known }, async (body) =>
    body.unchanged && known ? known : { text: await textOf(source, body), ...body.validators },
  )
}

/**
 * How many bytes a download of an http(s) or file URL would be; undefined when the server does not say, or answers only
 * those who want the bytes. Throws `download/...` errors as a download would.
 */
export async function contentLength(source: string, options: DownloadOptions): Promise<number | undefined> {
  try {
    return await receive(source, { ...options, compress: false, method: "HEAD" }, async ({ total }) => total)
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

async function textOf(source: string, { chunks }: Body): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of chunks) {
    bytes += part.length
    if (bytes > TEXT_LIMIT) throw textTooLarge(source, TEXT_LIMIT)
    parts.push(part)
  }
  return Buffer.concat(parts).toString("utf8")
}
