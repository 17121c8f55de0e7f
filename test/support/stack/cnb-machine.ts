import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { inject } from "vitest"
import type { Ended, Folders, Job, Machine } from "../cnb/machine.ts"
import { eventually } from "../eventually.ts"
import { assignments } from "./assignments.ts"
import { type Container, type Mount, startContainer } from "./docker.ts"

/** Who builds, and who owns what is built. */
const user = "1000:1000"

interface DockerOptions {
  /** Folders of buildpacks. */
  readonly buildpacks: readonly string[]
  /** Whether the next phase has a network. */
  readonly network: { readonly offline: boolean }
}

/** A machine whose programs run in the stack's build image: in one container for each phase, in folders below `work`. */
export async function dockerMachine(work: string, { buildpacks, network }: DockerOptions): Promise<Machine> {
  const folders: Folders = {
    app: join(work, "workspace"),
    layers: join(work, "layers"),
    platform: join(work, "platform"),
    plans: join(work, "plans"),
  }
  await mkdir(folders.plans)
  const own: readonly Mount[] = [
    { from: folders.app, to: "/workspace" },
    { from: folders.layers, to: "/layers" },
    { from: folders.platform, to: "/platform", readOnly: true },
    { from: folders.plans, to: "/tmp/plans" },
    ...buildpacks.map((from, at) => ({ from, to: `/cnb/buildpacks/${at + 1}`, readOnly: true })),
  ]
  const { images, network: machineNetwork } = inject("stack")
  return {
    folders,
    env: { ...imageVars, HOSTNAME: "builder" },
    inside: (path) => inside(path, own),
    give: async (path) => {
      await execa("chown", ["--recursive", "--no-dereference", user, path])
    },
    phase: async (work) => {
      const container = startContainer({
        image: images.build,
        user,
        command: ["sleep", "infinity"],
        offline: network.offline,
        mounts: [...machineNetwork.mounts, ...own],
      })
      try {
        await eventually(async () => (await container.exec(["true"])).exitCode === 0)
        return await work((job) => runIn(container, job))
      } finally {
        await container.remove()
      }
    },
  }
}

/** What the image has in its environment, a part of it not for buildpacks. */
const imageVars = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/app",
  LANG: "en_US.UTF-8",
  STACK: "heroku-24",
} as const

function inside(path: string, mounts: readonly Mount[]): string {
  const mount = mounts.find(({ from }) => path === from || path.startsWith(`${from}/`))
  if (mount === undefined) throw new Error(`${path} is not on the machine`)
  return mount.to + path.slice(mount.from.length)
}

// The shell's own variables stay with the shell.
const script = 'cd "$1" && shift && exec env -i "$@" 2>&1'

async function runIn(container: Container, { program, args, cwd, env }: Job): Promise<Ended> {
  const command = ["sh", "-c", script, "-", cwd, ...assignments(env), program, ...args]
  const { exitCode, stdout, stderr } = await container.exec(command)
  return { exitCode, output: stdout + stderr }
}
