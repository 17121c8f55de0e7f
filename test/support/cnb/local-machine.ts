import { spawn } from "node:child_process"
import { mkdir, open, readFile } from "node:fs/promises"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import type { Ended, Folders, Job, Machine } from "./machine.ts"
import type { Vars } from "./vars.ts"

/** A machine whose programs are child processes of this one, in folders below `work`. It ends with the test. */
export async function localMachine(work: string): Promise<Machine> {
  const folders: Folders = {
    app: join(work, "workspace"),
    layers: join(work, "layers"),
    platform: join(work, "platform"),
    plans: join(work, "plans"),
  }
  const home = join(work, "home")
  for (const folder of [folders.plans, home]) await mkdir(folder)
  const log = join(work, "output.log")
  return {
    folders,
    env: { ...imageVars, HOME: home },
    inside: (path) => path,
    give: async () => {},
    phase: (work) => work((job) => run(job, `${log}.${job.env.CNB_BUILDPACK_DIR?.replaceAll("/", "_")}`)),
  }
}

/** What an image may have in its environment: a part of it is not for buildpacks. */
const imageVars: Vars = {
  PATH: "/usr/bin:/bin",
  HOSTNAME: "builder",
  LANG: "en_US.UTF-8",
  STACK: "heroku-24",
  CNB_USER_ID: "1000",
}

/** Both its outputs are one file, so that their order is kept. */
async function run({ program, args, cwd, env }: Job, log: string): Promise<Ended> {
  const output = await open(log, "w")
  const child = spawn(program, args, { cwd, env: { ...env }, stdio: ["ignore", output.fd, output.fd], detached: true })
  onTestFinished(() => endGroup(child.pid))
  const exitCode = await new Promise<number>((resolve) => {
    child.on("error", () => resolve(-1))
    child.on("close", (code) => resolve(code ?? -1))
  })
  await output.close()
  return { exitCode, output: await readFile(log, "utf8") }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL")
  } catch {
    // Nothing of it is left.
  }
}
