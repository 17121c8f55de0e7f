import { createReadStream, type Stats } from "node:fs"
import { readFile, stat } from "node:fs/promises"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { onTestFinished } from "vitest"

/** What goes wrong with one request, or with as many as `times` says. */
export type Fault = { readonly times?: number } & (
  | { readonly status: number }
  /** The connection is closed after so many bytes of the body; all of them are announced. */
  | { readonly cut: number }
  /**
   * Nothing is sent for so many milliseconds, or until the promise is kept, before the answer or, with `after`, after so many
   * bytes of the body.
   */
  | { readonly stall: number | Promise<unknown>; readonly after?: number }
  | { readonly redirect: string; readonly status?: number }
  | { readonly body: string | Buffer; readonly headers?: Readonly<Record<string, string>> }
)

/** What a server says about a file, by which it is asked later whether the file has changed. */
interface FileValidators {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

/** As common servers have them. */
function validatorsOf({ size, mtimeMs, mtime }: Stats): FileValidators {
  return { etag: `"${size.toString(16)}-${mtimeMs}"`, lastModified: mtime.toUTCString() }
}

export interface Origin {
  /** Without a slash at its end. */
  readonly url: string
  /** The paths asked for, in order, with their queries. */
  readonly requests: string[]
  /** The method of each request. */
  readonly methods: string[]
  /** The paths that were answered with 304. */
  readonly notModified: string[]
  /** When each request came, in milliseconds from any moment on. */
  readonly times: number[]
  /** The headers of each request. */
  readonly headers: IncomingMessage["headers"][]
  /** Lets the next requests for a path fail, one fault after the other; then it is served again. */
  fail(path: string, ...faults: readonly Fault[]): void
  /** From now on says this about each file; at first, what `validatorsOf` gives. */
  validate(validators: (stats: Stats) => FileValidators): void
  close(): Promise<void>
}

/** A loopback HTTP server that serves the files of a folder, closed when the test ends. */
export async function startOrigin(files: string): Promise<Origin> {
  const origin = await serveFolder(files)
  onTestFinished(origin.close)
  return origin
}

/** The same for more than one test: whoever starts it closes it. */
export async function serveFolder(files: string): Promise<Origin> {
  const requests: string[] = []
  const methods: string[] = []
  const notModified: string[] = []
  const times: number[] = []
  const headers: IncomingMessage["headers"][] = []
  const faults = new Map<string, Fault[]>()
  let validators: ServedFile["validators"] = validatorsOf
  const server = createServer((request, response) => {
    requests.push(request.url ?? "")
    methods.push(request.method ?? "")
    times.push(performance.now())
    headers.push(request.headers)
    const path = decodeURIComponent(new URL(request.url ?? "", "http://origin").pathname)
    const file: ServedFile = { path: join(files, path), validators, asked: request.headers }
    answer(file, faults.get(path)?.shift(), response)
      .then(() => response.statusCode === 304 && notModified.push(request.url ?? ""))
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    methods,
    notModified,
    times,
    headers,
    fail: (path, ...added) => {
      const each = added.flatMap((fault) => Array.from({ length: fault.times ?? 1 }, () => fault))
      faults.set(path, [...(faults.get(path) ?? []), ...each])
    },
    validate: (given) => {
      validators = given
    },
    close,
  }
}

/** A file as one request asks for it. */
interface ServedFile {
  readonly path: string
  readonly validators: (stats: Stats) => FileValidators
  readonly asked: IncomingMessage["headers"]
}

async function answer(file: ServedFile, fault: Fault | undefined, response: ServerResponse): Promise<void> {
  if (fault === undefined) return sendFile(file, response)
  if ("redirect" in fault) {
    response.writeHead(fault.status ?? 302, { location: fault.redirect }).end()
  } else if ("status" in fault) {
    response.writeHead(fault.status).end(`status ${fault.status}`)
  } else if ("body" in fault) {
    const length = fault.headers?.["transfer-encoding"] ? {} : { "content-length": Buffer.byteLength(fault.body) }
    response.writeHead(200, { ...length, ...fault.headers }).end(fault.body)
  } else if ("cut" in fault) {
    await sendStart(file, fault.cut, response)
    response.destroy()
  } else if (fault.after === undefined) {
    await stalled(fault.stall)
    await sendFile(file, response)
  } else {
    const rest = await sendStart(file, fault.after, response)
    await stalled(fault.stall)
    response.end(rest)
  }
}

async function stalled(stall: number | Promise<unknown>): Promise<void> {
  await (typeof stall === "number" ? sleep(stall, undefined, { ref: false }) : stall)
}

async function sendFile({ path, validators, asked }: ServedFile, response: ServerResponse): Promise<void> {
  const stats = await stat(path).catch(() => undefined)
  if (!stats?.isFile()) {
    response.writeHead(404).end("not found")
    return
  }
  const { etag, lastModified } = validators(stats)
  const headers = { ...(etag && { etag }), ...(lastModified && { "last-modified": lastModified }) }
  if (isUnchanged(asked, { etag, lastModified })) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, { "content-length": stats.size, ...headers })
  await pipeline(createReadStream(path), response)
}

/** An ETag counts alone when it is sent: https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2 */
function isUnchanged(asked: IncomingMessage["headers"], { etag, lastModified }: FileValidators): boolean {
  const known = asked["if-none-match"]
  if (known !== undefined) return known.replace(/^W\//, "") === etag?.replace(/^W\//, "")
  const since = asked["if-modified-since"]
  return since !== undefined && lastModified !== undefined && Date.parse(lastModified) <= Date.parse(since)
}

/** Announces the whole file, sends its first bytes and gives the others. */
async function sendStart({ path }: ServedFile, bytes: number, response: ServerResponse): Promise<Buffer> {
  const content = await readFile(path)
  response.writeHead(200, { "content-length": content.length })
  await new Promise<void>((resolve) => response.write(content.subarray(0, bytes), () => resolve()))
  return content.subarray(bytes)
}
