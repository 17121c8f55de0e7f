import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type Companion, startCompanion } from "../../lib/io/companion.ts"
import { readIfExists } from "../../lib/io/files.ts"
import { isAlive } from "../support/alive.ts"
import { tempDir } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"
import { startScript } from "../support/script.ts"

const env = { PATH: process.env.PATH }
const { signal } = new AbortController()

async function shell(script: string, cwd?: string, stop = signal): Promise<Companion> {
  return startCompanion("sh", ["-c", script], { cwd: cwd ?? (await tempDir()), env, signal: stop })
}

async function linesOf({ lines }: Companion): Promise<readonly string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}

describe("a companion", () => {
  it("does one order after the other, and ends when it is dismissed", async () => {
    const companion = await shell("while read -r order <&3; do echo did $order; done; echo bye")
    const seen: string[] = []
    companion.order("one")
    for await (const line of companion.lines) {
      seen.push(line)
      if (line === "did one") companion.order("two")
      if (line === "did two") void companion.dismiss()
    }
    expect(seen).toEqual(["did one", "did two", "bye"])
  })

  it("shows what it prints to stdout and to stderr in order", async () => {
    const numbers = Array.from({ length: 200 }, (_, at) => at)
    const companion = await shell(numbers.map((at) => `echo ${at}${at % 2 ? " >&2" : ""}`).join("\n"))
    expect(await linesOf(companion)).toEqual(numbers.map(String))
  })

  it("has an empty stdin", async () => {
    const companion = await shell("cat; echo nothing there")
    companion.order("an order")
    expect(await linesOf(companion)).toEqual(["nothing there"])
  })

  it("has its environment and folder, and nothing of ours", async () => {
    const dir = await tempDir()
    const lines = await linesOf(await shell("env", dir))
    expect(lines).toContain(`PWD=${dir}`)
    expect(lines.filter((line) => !/^(PATH|PWD|OLDPWD|SHLVL|_)=/.test(line))).toEqual([])
  })

  it("that has ended minds no orders, and is dismissed at once", async () => {
    const companion = await shell("exec 3<&-; echo gone; kill -KILL $$")
    expect(await linesOf(companion)).toEqual(["gone"])
    companion.order("too late")
    await companion.dismiss()
    companion.order("later still")
    await companion.dismiss()
  })

  it("that does not go when it is dismissed is ended", async () => {
    const companion = await shell("echo here; while :; do sleep 0.1; done")
    const lines = linesOf(companion)
    await companion.dismiss()
    expect(await lines).toEqual(["here"])
  })

  it("that does not exist says so", async () => {
    const companion = await startCompanion("no-such-tool", [], { cwd: await tempDir(), env, signal })
    expect((await linesOf(companion)).join()).toContain("no-such-tool: not found")
  })

  it("is ended with all that it has started when we are told to stop", async () => {
    const dir = await tempDir()
    const stop = new AbortController()
    const companion = await shell("sleep 60 & echo $! > pid; wait", dir, stop.signal)
    await eventually(async () => (await readIfExists(join(dir, "pid")))?.endsWith("\n") === true)
    stop.abort(new Error("another step failed"))
    await companion.dismiss()
    const pid = Number(await readFile(join(dir, "pid"), "utf8"))
    await eventually(async () => !isAlive(pid))
    await expect(shell("touch never", dir, stop.signal)).rejects.toThrow("another step failed")
    expect(existsSync(join(dir, "never"))).toBe(false)
  })

  it("hears of the end of its orders when we are killed", async () => {
    const dir = await tempDir()
    const script = await startScript(
      dir,
      (lib) => `
        import { startCompanion } from "${lib}/io/companion.ts"
        const { signal } = new AbortController()
        const args = ["-c", "echo on > started; read -r order <&3; echo off > ended"]
        const { lines } = await startCompanion("sh", args, { cwd: ".", env: { PATH: "/usr/bin:/bin" }, signal })
        for await (const line of lines) console.log(line)
      `,
    )
    await eventually(async () => (await readIfExists(join(dir, "started"))) === "on\n")
    script.process.kill("SIGKILL")
    await eventually(async () => (await readIfExists(join(dir, "ended"))) === "off\n")
  })
})
