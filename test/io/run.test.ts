import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import { readIfExists } from "../../lib/io/files.ts"
import { type RunOptions, type RunResult, run } from "../../lib/io/run.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"

const ENV = { PATH: process.env.PATH }

async function shell(script: string, options: Partial<RunOptions> = {}): Promise<RunResult> {
  return run("sh", ["-c", script], { cwd: await tempDir(), env: ENV, ...options })
}

it("gives stdout, the lines of both streams and the exit code", async () => {
  expect(await shell("echo out; sleep 0.1; echo err >&2; exit 3")).toEqual({
    exitCode: 3,
    timedOut: false,
    lines: ["out", "err"],
    stdout: "out\n",
  })
})

it("passes on lines while the command runs", async () => {
  const seen: { text: string; at: number }[] = []
  const output = (event: OutputEvent): void => {
    if (event.kind === "tool") seen.push({ text: event.text, at: performance.now() })
  }
  await shell("echo first; sleep 0.5; printf last", { output })
  expect(seen.map(({ text }) => text)).toEqual(["first", "last"])
  expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThan(400)
})

it.each([
  { what: "no newline at the end", script: "printf 'a\\nb'", lines: ["a", "b"] },
  { what: "empty lines", script: "printf '\\n\\na\\n'", lines: ["", "", "a"] },
  { what: "Windows line ends", script: "printf 'a\\r\\nb\\r\\n'", lines: ["a", "b"] },
  { what: "progress lines", script: "printf '1%%\\r50%%\\r100%%\\ndone\\n'", lines: ["100%", "done"] },
  { what: "progress lines that end in a return", script: "printf '1%%\\r2%%\\r\\n'", lines: ["2%"] },
  { what: "bytes that are not UTF-8", script: "printf 'a\\377b\\n'", lines: ["a\ufffdb"] },
  { what: "a letter in two writes", script: "printf '\\303'; sleep 0.1; printf '\\266\\n'", lines: ["ö"] },
  { what: "colours", script: "printf '\\033[31mred\\033[0m\\n'", lines: ["red"] },
])("copes with $what", async ({ script, lines }) => {
  expect((await shell(script)).lines).toEqual(lines)
})

it("does not mix a line of one stream with one of the other", async () => {
  const result = await shell("printf out; sleep 0.1; echo err >&2; sleep 0.1; echo put")
  expect(result.lines).toEqual(["err", "output"])
})

it("is quick with many lines and keeps the last 200", async () => {
  let lines = 0
  const started = performance.now()
  const result = await shell("seq 100000", { output: () => lines++ })
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(lines).toBe(100_000)
  expect(result.lines.length).toBe(200)
  expect(result.lines.at(-1)).toBe("100000")
  expect(result.stdout.length).toBe(588_895)
})

it("copes with a very long line", async () => {
  const result = await shell("head -c 10000000 /dev/zero | tr '\\0' x")
  expect(result.lines.map((line) => line.length)).toEqual([10_000_000])
})

it("gives the command its environment and nothing of ours", async () => {
  const result = await shell("env", { env: { ...ENV, MIX_ENV: "prod", UNSET: undefined } })
  const names = result.lines.map((line) => line.split("=")[0])
  expect(names.filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name ?? "")).sort()).toEqual([
    "MIX_ENV",
    "PATH",
  ])
})

it("runs in its folder, found by the PATH it is given", async () => {
  const dir = await writeFiles(await tempDir(), { "bin/mix": "#!/bin/sh\npwd" })
  const result = await run("mix", [], { cwd: dir, env: { PATH: `${join(dir, "bin")}:${process.env.PATH}` } })
  expect(result.lines).toEqual([dir])
})

it("gives stdin, or an empty one", async () => {
  expect((await shell("cat", { stdin: "a\nb" })).stdout).toBe("a\nb")
  expect((await shell("cat")).stdout).toBe("")
})

it("does not mind a command that leaves its stdin unread", async () => {
  expect((await shell("exit 0", { stdin: "x".repeat(1_000_000) })).exitCode).toBe(0)
})

it("says so when there is no such command, folder or permission", async () => {
  const dir = await writeFiles(await tempDir(), { "not-executable": "" })
  expect(await run("no-such-tool", ["x"], { cwd: dir, env: ENV })).toEqual({
    exitCode: 127,
    timedOut: false,
    lines: ["no-such-tool: command not found"],
    stdout: "",
  })
  const missing = await run("sh", [], { cwd: "/no/such/folder", env: ENV })
  expect(missing).toMatchObject({ exitCode: 127, lines: ["/no/such/folder: no such folder"] })
  const denied = await run(join(dir, "not-executable"), [], { cwd: dir, env: ENV })
  expect(denied).toMatchObject({ exitCode: 126, lines: [`${join(dir, "not-executable")}: permission denied`] })
})

it("tells which signal ended the command", async () => {
  expect(await shell("kill -KILL $$")).toMatchObject({ exitCode: undefined, signal: "SIGKILL", timedOut: false })
})

it("ends a command and what it started when the time is up", async () => {
  const dir = await tempDir()
  const result = await shell("(sleep 2; touch late) & echo on; wait", { cwd: dir, timeout: 300 })
  expect(result).toMatchObject({ exitCode: undefined, signal: "SIGTERM", timedOut: true, lines: ["on"] })
  await sleep(2_200)
  expect(existsSync(join(dir, "late"))).toBe(false)
})

it("ends the command when aborted, and throws the reason", async () => {
  const dir = await tempDir()
  const controller = new AbortController()
  const reason = new Error("another step failed")
  const running = shell("echo $$ > pid; exec sleep 60", { cwd: dir, signal: controller.signal })
  await eventually(async () => (await readIfExists(join(dir, "pid")))?.endsWith("\n") === true)
  controller.abort(reason)
  await expect(running).rejects.toBe(reason)
  expect(existsSync(`/proc/${(await readFile(join(dir, "pid"), "utf8")).trim()}`)).toBe(false)
  await expect(shell("touch never", { cwd: dir, signal: controller.signal })).rejects.toBe(reason)
  expect(existsSync(join(dir, "never"))).toBe(false)
})

it("kills a command that does not heed SIGTERM", async () => {
  const result = await shell("trap '' TERM; while :; do sleep 0.1; done", { timeout: 100 })
  expect(result).toMatchObject({ signal: "SIGKILL", timedOut: true })
})
