import { execFile } from "node:child_process"
import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createSecureServer } from "node:https"
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { promisify } from "node:util"
import { describe, expect, it, onTestFinished } from "vitest"
import { contentLength, readText, readTextSince } from "../../lib/io/download.ts"
import { eachOf } from "../../lib/io/workers.ts"
import { startProxy } from "../support/proxy.ts"
import { selfSigned } from "../support/self-signed.ts"

/** A server that counts the connections that are made to it. */
async function counting(server: Server, scheme: "http" | "https") {
  const sockets: Socket[] = []
  server.on(scheme === "http" ? "connection" : "secureConnection", (socket) => sockets.push(socket))
  await once(server.listen(0, "127.0.0.1"), "listening")
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets }
}

const greet: RequestListener = (_, response) => {
  response.end("hello")
}

function startHttp(listener = greet) {
  return counting(createServer(listener), "http")
}

function startHttps() {
  const { key, cert } = selfSigned()
  const before = getCACertificates("default")
  setDefaultCACertificates([...before, cert])
  onTestFinished(() => setDefaultCACertificates(before))
  return counting(createSecureServer({ key, cert }, greet), "https")
}

/** Asks for 31 texts, 8 at once, as for Hex packages. */
async function askOften(url: string, env: Record<string, string> = {}): Promise<void> {
  const paths = Array.from({ length: 31 }, (_, at) => `${url}/${at}`)
  await eachOf(paths, async (path) => expect(await readText(path, { env })).toBe("hello"), 8)
}

describe("31 requests", () => {
  it.each([
    ["http", startHttp],
    ["https", startHttps],
  ])("to one server by %s take no more connections than are needed at once", async (_, start) => {
    const { url, sockets } = await start()
    await askOften(url)
    expect(sockets.length).toBeGreaterThan(0)
    expect(sockets.length).toBeLessThanOrEqual(8)
  })

  it("one after the other take one connection", async () => {
    const { url, sockets } = await startHttp()
    for (let count = 0; count < 31; count++) await readText(url, { env: {} })
    expect(sockets).toHaveLength(1)
  })

  it("through a tunnel take no more tunnels than are needed at once", async () => {
    const { url, sockets } = await startHttps()
    const proxy = await startProxy({ tunnels: true })
    await askOften(url, { HTTPS_PROXY: `http://${proxy.host}` })
    expect(sockets.length).toBeLessThanOrEqual(8)
    expect(proxy.requests).toHaveLength(sockets.length)
  })
})

it("answers without a body leave the connection to the next request", async () => {
  const { url, sockets } = await startHttp((request, response) => {
    if (request.headers["if-none-match"]) response.writeHead(304).end()
    else response.writeHead(200, { etag: '"1"', "content-length": 5 }).end("hello")
  })
  const known = await readTextSince(url, undefined, { env: {} })
  for (let count = 0; count < 5; count++) await readTextSince(url, known, { env: {} })
  for (let count = 0; count < 5; count++) expect(await contentLength(url, { env: {} })).toBe(5)
  expect(sockets).toHaveLength(1)
})

it("a connection that the server closes between two requests is no failure", async () => {
  const sockets: Socket[] = []
  const server = createTcpServer((socket) => {
    sockets.push(socket)
    socket.on("error", () => {})
    // Each second request meets the end of the connection.
    socket.once("data", () => {
      socket.once("data", () => socket.resetAndDestroy())
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    })
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const said: unknown[] = []
  const options = { env: {}, seconds: 5, output: (event: unknown) => said.push(event) }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  for (let count = 0; count < 4; count++) expect(await readText(url, options)).toBe("hello")
  expect(sockets).toHaveLength(4)
  expect(said).toEqual([])
})

it("a connection that nobody has used for a while is not used again", async () => {
  const { url, sockets } = await startHttp()
  await readText(url, { env: {} })
  const [socket] = sockets
  if (socket === undefined) throw new Error("no connection was made")
  await once(socket, "close")
  await sleep(10)
  await readText(url, { env: {} })
  expect(sockets).toHaveLength(2)
}, 15_000)

it("connections that wait for another request do not keep the process alive, nor make Node warn", async () => {
  const { url } = await startHttp()
  const door = join(import.meta.dirname, "../../lib/io/download.ts")
  const program = `
    import { readText } from ${JSON.stringify(door)}
    for (let count = 0; count < 31; count++) await readText(${JSON.stringify(url)}, { env: {} })
    const done = performance.now()
    process.on("exit", () => console.log(performance.now() - done < 2000 ? "at once" : "late"))
  `
  const args = ["--input-type=module-typescript", "--eval", program]
  expect(await promisify(execFile)(process.execPath, args)).toEqual({ stdout: "at once\n", stderr: "" })
})
