import { createServer, type IncomingMessage, request } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { onTestFinished } from "vitest"

export interface Proxy {
  /** Host and port. */
  readonly host: string
  /** The method, target and credentials of each request. */
  readonly requests: string[]
}

/** A loopback HTTP proxy that passes plain requests on and refuses tunnels, unless told. Closed when the test ends. */
export async function startProxy({ tunnels = false } = {}): Promise<Proxy> {
  const requests: string[] = []
  const note = (incoming: IncomingMessage): void => {
    const [, credentials = ""] = incoming.headers["proxy-authorization"]?.split(" ") ?? []
    requests.push(`${incoming.method} ${incoming.url} ${Buffer.from(credentials, "base64")}`.trim())
  }
  const server = createServer((incoming, outgoing) => {
    note(incoming)
    const passedOn = request(incoming.url ?? "", { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passedOn.on("error", () => outgoing.writeHead(502).end())
    incoming.pipe(passedOn)
  })
  server.on("connect", (incoming, socket) => {
    note(incoming)
    if (!tunnels) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n")
      return
    }
    const { hostname, port } = new URL(`http://${incoming.url}`)
    const there = connect(Number(port), hostname, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"))
    there.on("error", () => socket.destroy()).on("close", () => socket.destroy())
    socket.on("error", () => there.destroy()).on("close", () => there.destroy())
    there.pipe(socket).pipe(there)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}
