import { randomUUID } from "node:crypto"
import { execa } from "execa"
import { isAlive } from "../alive.ts"

/** A file or folder of this machine inside a container. */
export interface Mount {
  readonly from: string
  readonly to: string
  readonly readOnly?: boolean
}

export interface ContainerOptions {
  readonly image: string
  /** A program and its arguments, or what the image's entry point gets. */
  readonly command: readonly string[]
  /** In place of the image's own. */
  readonly entrypoint?: string
  /** By name or number; the image's own unless given, who is not root. */
  readonly user?: string
  readonly workdir?: string
  /** Added to what the image sets. */
  readonly env?: Readonly<Record<string, string>>
  readonly mounts?: readonly Mount[]
  /** Folders in memory by path, with mount options such as `size=20m,uid=1000`. */
  readonly tmpfs?: Readonly<Record<string, string>>
  /** Nothing of the image can be written. */
  readonly readOnly?: boolean
  /** How much of the CPUs it may take, such as `0.5`. */
  readonly cpus?: string
  /** How much memory it may take, such as `128m`. */
  readonly memory?: string
  /** Nothing unless given. */
  readonly stdin?: string
  /** Without any network; else it is on the machine's. */
  readonly offline?: boolean
}

/** How a container ended. */
export interface Ended {
  /** As a shell has it: 128 + n when signal n ended the program. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A container while it runs, and after. */
export interface Container {
  readonly ended: Promise<Ended>
  /** What it has printed to stdout and stderr so far. */
  log(): string
  /** Runs a program in it, as the container's user unless `user` says another, to its end. */
  exec(command: readonly string[], options?: { readonly user?: string }): Promise<Ended>
  /** Sends a signal to its first process, which passes it on to the command. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Ends all that is in it, at once. */
  remove(): Promise<void>
}

/** By it the containers of killed runs are told; its value is the process that started the container. */
const label = "beampack-stack.pid"

/** Runs a container to its end. It is gone afterwards. */
export async function runContainer(options: ContainerOptions): Promise<Ended> {
  return startContainer(options).ended
}

/** Starts a container and goes on. It is gone once it has ended. */
export function startContainer(options: ContainerOptions): Container {
  const name = `beampack-${randomUUID()}`
  let log = ""
  const running = execa("docker", ["run", "--name", name, ...runArgs(options)], {
    input: options.stdin ?? "",
    reject: false,
    stripFinalNewline: false,
  })
  for (const stream of [running.stdout, running.stderr]) {
    stream.on("data", (part) => {
      log += part
    })
  }
  return {
    ended: running.then(ended),
    log: () => log,
    exec: async (command, { user } = {}) => {
      const args = [...(user === undefined ? [] : ["--user", user]), name, ...command]
      return ended(await execa("docker", ["exec", ...args], { reject: false, stripFinalNewline: false }))
    },
    kill: async (signal) => {
      await execa("docker", ["kill", "--signal", signal, name])
    },
    remove: () => remove([name]),
  }
}

/** Removes the containers of runs that were killed. */
export async function removeLeftovers(): Promise<void> {
  const format = `{{.ID}} {{.Label "${label}"}}`
  const { stdout } = await execa("docker", ["ps", "--all", "--filter", `label=${label}`, "--format", format])
  const containers = stdout.split("\n").map((line) => line.split(" "))
  await remove(containers.flatMap(([id = "", pid]) => (id === "" || isAlive(Number(pid)) ? [] : [id])))
}

function runArgs(options: ContainerOptions): readonly string[] {
  const {
    image,
    command,
    user,
    workdir,
    entrypoint,
    readOnly,
    cpus,
    memory,
    offline,
    env = {},
    mounts = [],
    tmpfs = {},
  } = options
  return [
    ...["--rm", "--interactive", "--init", "--label", `${label}=${process.pid}`],
    ...["--network", offline ? "none" : "host"],
    ...(entrypoint === undefined ? [] : ["--entrypoint", entrypoint]),
    ...(readOnly ? ["--read-only"] : []),
    ...(cpus === undefined ? [] : ["--cpus", cpus]),
    ...(memory === undefined ? [] : ["--memory", memory]),
    ...(user === undefined ? [] : ["--user", user]),
    ...(workdir === undefined ? [] : ["--workdir", workdir]),
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...mounts.flatMap(({ from, to, readOnly }) => ["--volume", `${from}:${to}${readOnly ? ":ro" : ""}`]),
    ...Object.entries(tmpfs).flatMap(([path, how]) => ["--tmpfs", `${path}:${how}`]),
    image,
    ...command,
  ]
}

function ended({ exitCode, stdout, stderr }: { exitCode?: number; stdout: string; stderr: string }): Ended {
  return { exitCode: exitCode ?? -1, stdout, stderr }
}

async function remove(containers: readonly string[]): Promise<void> {
  if (containers.length > 0) await execa("docker", ["rm", "--force", "--volumes", ...containers], { reject: false })
}
