import { join } from "node:path"
import { expect, it } from "vitest"
import { exists, readIfExists } from "../../lib/io/files.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"
import { startScript } from "../support/script.ts"

// A tool with a child of its own. Both write down what reaches them.
// Nobody reads its stderr once we are gone, and a shell that prints "Terminated" there would die of that.
const TOOL = `#!/bin/sh
exec 2>/dev/null
(trap 'echo inner >> ended; exit' TERM INT HUP; echo on >> started; while :; do sleep 0.05; done) &
trap 'echo outer >> ended; exit' TERM INT HUP
echo on >> started
while :; do sleep 0.05; done
`

const BOTH_STARTED = "on\non\n"

it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("ends what it runs when %s ends us", async (signal) => {
  const dir = await writeFiles(await tempDir(), { tool: TOOL })
  const script = await startScript(
    dir,
    (lib) => `
      import { writeFileSync } from "node:fs"
      import { run } from "${lib}/io/run.ts"
      // The tool may be up before spawn has returned; until then a signal ends us at once.
      const ready = setInterval(() => {
        if (process.listenerCount("${signal}") === 0) return
        writeFileSync("ready", "")
        clearInterval(ready)
      }, 10)
      await run("./tool", [], { cwd: ".", env: { PATH: "/usr/bin:/bin" } })
    `,
  )
  await eventually(() => exists(join(dir, "ready")))
  await eventually(async () => (await readIfExists(join(dir, "started"))) === BOTH_STARTED)
  script.process.kill(signal)
  expect((await script.ended).code).toBe(signal)
  await eventually(async () => (await readIfExists(join(dir, "ended")))?.split("\n").length === 3)
})

it.each<{ shell: string; code: number }>([
  { shell: "exit 0", code: 0 },
  { shell: "exit 7", code: 7 },
  { shell: "kill -TERM $$", code: 143 },
  { shell: "kill -KILL $$", code: 137 },
])("exec gives $code for $shell, and lets the command print", async ({ shell, code }) => {
  const script = await startScript(
    await tempDir(),
    (lib) => `
      import { exec } from "${lib}/io/run.ts"
      const args = ["-c", ${JSON.stringify(`echo printed; ${shell}`)}]
      process.exitCode = await exec("sh", args, { cwd: ".", env: { PATH: "/usr/bin:/bin" } })
    `,
  )
  expect(await script.ended).toEqual({ code, stdout: "printed\n" })
})

it("exec gives 127 and 126 as a shell does", async () => {
  const script = await startScript(
    await writeFiles(await tempDir(), { file: "" }),
    (lib) => `
      import { exec } from "${lib}/io/run.ts"
      const options = { cwd: ".", env: { PATH: "/usr/bin:/bin" } }
      console.log(await exec("no-such-tool", [], options), await exec("./file", [], options))
    `,
  )
  expect((await script.ended).stdout).toBe("127 126\n")
})

it.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1"] as const)("exec passes %s on and waits", async (signal) => {
  const name = signal.slice(3)
  const dir = await writeFiles(await tempDir(), {
    server: `#!/bin/sh\ntrap 'sleep 0.2; echo closed; exit 5' ${name}\ntouch started\nwhile :; do sleep 0.05; done\n`,
  })
  const script = await startScript(
    dir,
    (lib) => `
      import { exec } from "${lib}/io/run.ts"
      process.exitCode = await exec("./server", [], { cwd: ".", env: { PATH: "/usr/bin:/bin" } })
    `,
  )
  await eventually(() => exists(join(dir, "started")))
  script.process.kill(signal)
  expect(await script.ended).toEqual({ code: 5, stdout: "closed\n" })
})
