import { mkdir, open } from "node:fs/promises"
import { connect, createServer } from "node:net"

/** Listens at a socket in a folder, which is made, until the returned function is called. Whoever connects is told nothing. */
export async function listen(folder: string, name: string): Promise<() => void> {
  await mkdir(folder, { recursive: true })
  await using handle = await open(folder)
  const server = createServer((socket) => socket.destroy())
  // It keeps no process from its end.
  server.unref()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once("error", reject)
  server.listen(within(handle.fd, name), resolve)
  await promise
  return () => void server.close()
}

/** Whether a process of this machine listens at a socket, also one that is busy. */
export async function isHeard(folder: string, name: string): Promise<boolean> {
  await using handle = await open(folder)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(within(handle.fd, name), () => resolve(true))
  socket.on("error", () => resolve(false))
  const isThere = await promise
  socket.destroy()
  return isThere
}

/** The path of a socket may have no more than 107 bytes. */
function within(folder: number, name: string): string {
  return `/proc/self/fd/${folder}/${name}`
}
