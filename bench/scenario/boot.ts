import { setTimeout as sleep } from "node:timers/promises"
import { freePort } from "../../scripts/free-port.ts"
import type { Box } from "../machine/box.ts"
import { modulesCompiled } from "../measure/log.ts"

/** How an app started, with the source files that were compiled meanwhile. */
export interface Boot {
  /** Seconds until the first page with status 200. */
  readonly seconds: number
  readonly modules: number
}

const EVERY = 10 // milliseconds
const PATIENCE = 120_000

/** Starts `web` in /app as a dyno does, and ends it once it has answered. */
export async function boot(box: Box, web: string): Promise<Boot> {
  const port = await freePort()
  const env = {
    HOME: "/app",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    PORT: String(port),
    DYNO: "web.1",
    RELEASE_DISTRIBUTION: "none",
  }
  const running = box.start(["bash", "-c", 'echo "$EPOCHREALTIME" && exec bash "$@"', "-", "/bench/dyno.sh", web], env)
  try {
    await firstPage(`http://127.0.0.1:${port}/`)
    const ended = Date.now() / 1000
    const [first] = running.lines
    return { seconds: ended - Number(first?.text), modules: modulesCompiled(running.lines, {}) }
  } catch (cause) {
    throw new Error(`web gives no page:\n${running.lines.map(({ text }) => text).join("\n")}`, { cause })
  } finally {
    await running.kill()
  }
}

async function firstPage(url: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; ; ) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    if (status !== 0 || Date.now() > deadline) throw new Error(`${url} answers ${status}`)
    await sleep(EVERY)
  }
}
