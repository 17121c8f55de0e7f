import { createServer } from "node:net"

/** A TCP port that nothing listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject)
    server.listen(0, () => {
      const address = server.address()
      const port = typeof address === "object" ? address?.port : undefined
      server.close(() => (port === undefined ? reject(new Error("no port")) : resolve(port)))
    })
  })
}
