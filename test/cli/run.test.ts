import { rename } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { releaseApp } from "../support/apps.ts"
import { beampack, cli, shell, startCli } from "../support/cli.ts"
import { stubMirror } from "../support/toolchain.ts"

/** A folder as a build leaves it. */
function result(processes: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  const types = Object.entries(processes).map(([type, line]) => `  ${type}: ${JSON.stringify(line)}\n`)
  return tempApp({ ".beampack/release.yml": `addons: []\ndefault_process_types:\n${types.join("")}`, ...files })
}

it("starts web in the folder, with HOME being it and the scripts sourced", async () => {
  const dir = await result(
    { web: 'echo "$PWD $HOME $A $B $C"' },
    {
      ".profile.d/a.sh": 'export A="$HOME/a"\n',
      ".profile.d/b.sh": 'export B="b after $A"\n',
      ".profile.d/c.txt": "export C=never\n",
      ".profile": "export C=profile\n",
    },
  )
  const { exitCode, stdout, stderr } = await cli(["run", dir])
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: `${dir} ${dir} ${dir}/a b after ${dir}/a profile\n`,
    stderr: "",
  })
})

it.each([
  { what: "4000 by default", args: [], env: {}, port: "4000" },
  { what: "the shell's", args: [], env: { PORT: "5001" }, port: "5001" },
  { what: "the option before all", args: ["--port", "5002"], env: { PORT: "5001" }, port: "5002" },
])("gives PORT: $what", async ({ args, env, port }) => {
  const dir = await result({ web: "echo $PORT" })
  expect((await cli(["run", dir, ...args], { env })).stdout).toBe(`${port}\n`)
})

it("gives the config vars of a file and the shell's variables", async () => {
  const dir = await result({ worker: 'echo "$A $B $NODE_OPTIONS"' })
  const vars = await writeFiles(await tempDir(), { vars: "A=file\n" })
  const env = { A: "shell", B: "shell", NODE_OPTIONS: "--no-warnings" }
  const { stdout } = await cli(["run", dir, "worker", "--env-file", `${vars}/vars`], { env })
  expect(stdout).toBe("file shell --no-warnings\n")
})

it.each([
  { line: "exit 7", exitCode: 7 },
  { line: "kill -KILL $$", exitCode: 137 },
  { line: "no-such-program", exitCode: 127 },
])("returns what the process returns: $line", async ({ line, exitCode }) => {
  expect((await cli(["run", await result({ web: line })])).exitCode).toBe(exitCode)
})

it.each([
  { signal: "SIGTERM", trap: "echo bye; exit 0", exitCode: 0, says: "bye\n" },
  { signal: "SIGINT", trap: "echo bye; exit 0", exitCode: 0, says: "bye\n" },
  { signal: "SIGHUP", trap: "echo bye; exit 0", exitCode: 0, says: "bye\n" },
  { signal: "SIGTERM", trap: "exit 3", exitCode: 3, says: "" },
  { signal: "SIGTERM", trap: "-", exitCode: 143, says: "" },
  { signal: "SIGHUP", trap: "-", exitCode: 129, says: "" },
] as const)("passes $signal on and returns what the process makes of it: trap '$trap'", async (row) => {
  const server = `#!/bin/bash
trap '${row.trap}' ${row.signal.slice(3)}
echo ready
while :; do sleep 0.02; done
`
  const running = await startCli(["run", await result({ web: "A=1 ./server" }, { server })])
  await new Promise((resolve) => running.process.stdout.once("readable", resolve))
  running.process.kill(row.signal)
  expect(await running.ended).toEqual({ exitCode: row.exitCode, stdout: `ready\n${row.says}`, stderr: "" })
})

it("reads what is typed", async () => {
  const dir = await result({ console: "read line; echo got $line" })
  expect((await shell(`echo hello | beampack run '${dir}' console`)).stdout).toBe("got hello\n")
})

it("starts a build's result from another place, in a bare environment", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp({ ...releaseApp, Procfile: "worker: echo working in $MIX_ENV\n" })
  const place = await tempDir()
  await cli(["build", app, "--out", join(place, "made")], { env: { BEAMPACK_MIRROR: dir } })
  await rename(join(place, "made"), join(place, "moved here"))
  const run = (type: string) => shell(`env -i '${beampack}' run '${place}/moved here' ${type}`)
  expect(await run("web")).toEqual({ exitCode: 0, stdout: "hello start\n", stderr: "" })
  expect(await run("worker")).toEqual({ exitCode: 0, stdout: "working in prod\n", stderr: "" })
})

it("names the types there are", async () => {
  const dir = await result({ web: "true", worker: "true" })
  const { exitCode, stdout, stderr } = await cli(["run", dir, "wrker"])
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
  expect(stderr.replaceAll(dir, "DIR")).toMatchInlineSnapshot(`
    " !
     !     DIR has no process type wrker
     !
     !     It has: web, worker.
     !
     !     Error id: launch/unknown-type
     !
    "
  `)
})

it("says so when there is no folder", async () => {
  const { exitCode, stderr } = await cli(["run", "nowhere"])
  expect(exitCode).toBe(1)
  expect(stderr).toMatchInlineSnapshot(`
    " !
     !     There is no folder nowhere
     !
     !     Name a folder that beampack build has made: beampack build APP --out DIR && beampack run DIR
     !
     !     Error id: cli/no-app
     !
    "
  `)
})

it("asks whether a folder without types was built", async () => {
  const { exitCode, stderr } = await cli(["run", "."])
  expect(exitCode).toBe(1)
  expect(stderr).toMatchInlineSnapshot(`
    " !
     !     . has no process type web
     !
     !     It has none: is it a folder that beampack build made? (beampack build APP --out DIR)
     !
     !     Error id: launch/unknown-type
     !
    "
  `)
})
