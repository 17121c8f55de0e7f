import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { mkdir, open, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { readIfExists } from "../../../lib/io/files.ts"
import { isAlive } from "../alive.ts"
import { eventually } from "../eventually.ts"
import { alone, lock, unlessLocked } from "./lock.ts"

/** A docker daemon to work with. */
export interface Daemon {
  /** For DOCKER_HOST. */
  readonly host: string
  /** Stops a daemon of ours that no other run of the tests is using. */
  release(): Promise<void>
}

/** Where a daemon of ours is found. */
interface Places {
  readonly cache: string
  /** For what lives no longer than the daemon. A socket's path has at most 107 characters, so it is a short one. */
  readonly runtime: string
  readonly host: string
  readonly pidFile: string
}

function placesFor(cache: string): Places {
  const hash = createHash("sha256").update(cache).digest("hex").slice(0, 8)
  const runtime = `/run/beampack-stack-${hash}`
  return { cache, runtime, host: `unix://${runtime}/docker.sock`, pidFile: join(runtime, "docker.pid") }
}

/** The machine's daemon when one answers; else our own, started when it does not run yet. It keeps its images in `cache`. */
export async function findDaemon(cache: string): Promise<Daemon> {
  for (const host of [process.env.DOCKER_HOST, "unix:///var/run/docker.sock"]) {
    if (host !== undefined && (await answers(host))) return { host, release: async () => {} }
  }
  const own = placesFor(cache)
  const users = join(cache, "docker.users")
  // It is not stopped while somebody starts it, and not started while it stops.
  const change = join(cache, "docker.start")
  const use = await lock(users, "shared")
  try {
    await alone(change, async () => {
      if (!(await answers(own.host))) await start(own)
    })
  } catch (error) {
    await use.release()
    throw error
  }
  return {
    host: own.host,
    release: async () => {
      await use.release()
      await alone(change, () => stop(own, users))
    },
  }
}

async function answers(host: string): Promise<boolean> {
  const { exitCode } = await execa("docker", ["version"], { env: { DOCKER_HOST: host }, reject: false, timeout: 5000 })
  return exitCode === 0
}

async function start({ cache, runtime, host, pidFile }: Places): Promise<void> {
  // One that was killed has left the number of its process, which another may have now.
  await rm(pidFile, { force: true })
  await mkdir(runtime, { recursive: true })
  const log = join(cache, "docker.log")
  const output = await open(log, "w")
  const folders = ["--pidfile", pidFile, "--exec-root", join(runtime, "exec"), "--data-root", join(cache, "docker")]
  // Containers are on the machine's network, and none of the machine's settings are touched.
  const network = ["--iptables=false", "--ip6tables=false", "--bridge=none"]
  const stdio = ["ignore", output.fd, output.fd] as const
  const daemon = spawn("dockerd", ["--host", host, ...folders, ...network], { stdio: [...stdio], detached: true })
  daemon.unref()
  await output.close()
  const ended = once(daemon, "exit").then(
    async () => {
      throw new Error(`dockerd ended:\n${await readFile(log, "utf8")}`)
    },
    (cause: unknown) => {
      throw new Error("The stack tests need docker: apt-get install docker.io", { cause })
    },
  )
  await Promise.race([eventually(() => answers(host), 60), ended])
}

async function stop({ runtime, pidFile }: Places, users: string): Promise<void> {
  const content = await readIfExists(pidFile)
  // It ended by itself, or another run has stopped it.
  if (content === undefined) return
  const pid = Number(content)
  if (!(await unlessLocked(users, ["kill", String(pid)]))) return
  await eventually(async () => !isAlive(pid), 60)
  // What it leaves mounted.
  await execa("umount", [join(runtime, "exec/netns/default")], { reject: false })
  await rm(runtime, { recursive: true })
}
