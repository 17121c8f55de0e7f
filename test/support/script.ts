import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { onTestFinished } from "vitest"

export interface Script {
  readonly process: ChildProcess
  /** Its exit code, or the signal that ended it, and its stdout. */
  readonly ended: Promise<{ readonly code: number | NodeJS.Signals; readonly stdout: string }>
}

/** Runs TypeScript in a Node process of its own, in `cwd`. `lib` in the text stands for the URL of our sources. */
export async function startScript(cwd: string, source: (lib: string) => string): Promise<Script> {
  const file = join(cwd, "script.ts")
  await writeFile(file, source(import.meta.resolve("../../lib")))
  const child = spawn(process.execPath, [file], { cwd, stdio: ["ignore", "pipe", "inherit"] })
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  const ended = Promise.all([once(child, "exit"), text(child.stdout)]).then(([[code, signal], stdout]) => ({
    code: code ?? signal,
    stdout,
  }))
  return { process: child, ended }
}
