import { createReadStream } from "node:fs"
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
  /** Nothing is sent for so many milliseconds, before the answer or, with `after`, after so many bytes of the body. */
  | { readonly stall: number; readonly after?: number }
  | { readonly redirect: string; readonly status?: number }
  | { readonly body: string | Buffer; readonly headers?: Readonly<Record<string, string>> }
)

export interface Origin {
  /** Without a slash at its end. */
  readonly url: string
  /** The paths asked for, in order, with their queries. */
  readonly requests: string[]
  /** When each request came, in milliseconds from any moment on. */
  readonly times: number[]
  /** The headers of each request. */
  readonly headers: IncomingMessage["headers"][]
  /** Lets the next requests for a path fail, one fault after the other; then it is served again. */
  fail(path: string, ...faults: readonly Fault[]): void
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
  const times: number[] = []
  const headers: IncomingMessage["headers"][] = []
  const faults = new Map<string, Fault[]>()
  const server = createServer((request, response) => {
    requests.push(request.url ?? "")
    times.push(performance.now())
    headers.push(request.headers)
    const path = decodeURIComponent(new URL(request.url ?? "", "http://origin").pathname)
    answer(join(files, path), faults.get(path)?.shift(), response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    times,
    headers,
    fail: (path, ...added) => {
      const each = added.flatMap((fault) => Array.from({ length: fault.times ?? 1 }, () => fault))
      faults.set(path, [...(faults.get(path) ?? []), ...each])
    },
    close,
  }
}

async function answer(file: string, fault: Fault | undefined, response: ServerResponse): Promise<void> {
  if (fault === undefined) return sendFile(file, response)
  if ("redirect" in fault) {
    response.writeHead(fault.status ?? 302, { location: fault.redirect }).end()
  } else if ("status" in fault) {
    response.writeHead(fault.status).end(`status ${fault.status}`)
  } else if ("body" in fault) {
    response.writeHead(200, { "content-length": Buffer.byteLength(fault.body), ...fault.headers }).end(fault.body)
  } else if ("cut" in fault) {
    await sendStart(file, fault.cut, response)
    response.destroy()
  } else if (fault.after === undefined) {
    await sleep(fault.stall, undefined, { ref: false })
    await sendFile(file, response)
  } else {
    const rest = await sendStart(file, fault.after, response)
    await sleep(fault.stall, undefined, { ref: false })
    response.end(rest)
  }
}

async function sendFile(file: string, response: ServerResponse): Promise<void> {
  const stats = await stat(file).catch(() => undefined)
  if (!stats?.isFile()) {
    response.writeHead(404).end("not found")
    return
  }
  response.writeHead(200, { "content-length": stats.size })
  await pipeline(createReadStream(file), response)
}

/** Announces the whole file, sends its first bytes and gives the others. */
async function sendStart(file: string, bytes: number, response: ServerResponse): Promise<Buffer> {
  const content = await readFile(file)
  response.writeHead(200, { "content-length": content.length })
  await new Promise<void>((resolve) => response.write(content.subarray(0, bytes), () => resolve()))
  return content.subarray(bytes)
}
