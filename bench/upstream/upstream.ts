import { once } from "node:events"
import { readFile, stat } from "node:fs/promises"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { type Kind, kindOf, npmKindOf, type Traffic, withAnswer } from "./kinds.ts"
import { PIECE, type Wire, type WireOptions, wire } from "./wire.ts"

/** Where everything comes from: builds.hex.pm, repo.hex.pm and nodejs.org as one mirror, and npm's registry. */
export interface Upstream {
  readonly mirror: string
  readonly npm: string
  /** What was answered since the last call. */
  traffic(): Traffic
  close(): Promise<void>
}

/** Where the files of both servers are, and how far they are away. */
export interface UpstreamOptions extends WireOptions {
  /** Folders that the mirror has the files of; the first one that has a file wins. */
  readonly mirror: readonly string[]
  /** A folder with `packument.json` and tarballs by package. */
  readonly npm: string
}

/** A part of upstream: where its files are, and what its paths mean. */
interface Site {
  find(path: string): Promise<string | undefined>
  kind(path: string): Kind
}

/** Starts both on loopback, behind one wire. */
export async function startUpstream({ mirror, npm, ...options }: UpstreamOptions): Promise<Upstream> {
  const line = wire(options)
  let traffic: Traffic = {}
  const count = (kind: Kind, bytes: number): void => {
    traffic = withAnswer(traffic, kind, bytes)
  }
  const sites: readonly Site[] = [
    { find: (path) => firstFile(mirror.map((folder) => join(folder, path))), kind: kindOf },
    // A packument names tarballs where npm's own registry has them; npm knows that a mirror has them too.
    { find: (path) => firstFile([join(npm, path), join(npm, path, "packument.json")]), kind: npmKindOf },
  ]
  const servers = await Promise.all(sites.map((site) => listen(site, line, count)))
  const [mirrorUrl = "", npmUrl = ""] = servers.map(urlOf)
  return {
    mirror: mirrorUrl,
    npm: npmUrl,
    traffic: () => {
      const until = traffic
      traffic = {}
      return until
    },
    close: async () => {
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

async function listen(site: Site, line: Wire, count: (kind: Kind, bytes: number) => void): Promise<Server> {
  const connected = new WeakSet<Socket>()
  const server = createServer((request, response) => {
    const isFirst = !connected.has(request.socket)
    connected.add(request.socket)
    const path = decodeURIComponent(new URL(request.url ?? "", "http://upstream").pathname)
    answer(request, response, {
      isFirst,
      line,
      find: () => site.find(path),
      count: (bytes) => count(site.kind(path), bytes),
    }).catch(() => response.destroy())
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  return server
}

interface Answer {
  readonly line: Wire
  /** Whether nothing was asked before on its connection. */
  readonly isFirst: boolean
  find(): Promise<string | undefined>
  /** The bytes of the body. */
  count(bytes: number): void
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { line, isFirst, find, count }: Answer,
): Promise<void> {
  await line.begin(isFirst)
  const file = await find()
  if (file === undefined) {
    count(0)
    // npm asks whether its packages are safe, and takes any object for an answer.
    response.writeHead(request.method === "POST" ? 200 : 404, { "content-type": "application/json" }).end("{}")
    return
  }
  const { size, mtimeMs } = await stat(file)
  const headers = { etag: `"${size}-${mtimeMs}"`, "content-length": size }
  if (request.headers["if-none-match"] === headers.etag) {
    count(0)
    response.writeHead(304, { etag: headers.etag }).end()
    return
  }
  response.writeHead(200, headers)
  if (request.method === "HEAD") {
    count(0)
    response.end()
    return
  }
  count(size)
  await pipeline(paced(await readFile(file), line), response)
}

async function* paced(content: Buffer, line: Wire): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += PIECE) {
    const piece = content.subarray(at, at + PIECE)
    await line.carry(piece.length)
    yield piece
  }
}

async function firstFile(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if ((await stat(file).catch(() => undefined))?.isFile()) return file
  return undefined
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
