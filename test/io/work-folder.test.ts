import { spawnSync } from "node:child_process"
import { mkdir, readdir, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { expect, it } from "vitest"
import { makeWorkFolder } from "../../lib/io/work-folder.ts"
import { tempDir, writeFiles } from "../support/app.ts"

/** The pid of a process that has ended. */
const { pid: dead } = spawnSync("true")

it("is a fresh folder for us alone, and says whose it is", async () => {
  const parent = await tempDir()
  const folder = await makeWorkFolder(parent, ".work")
  expect(basename(folder)).toMatch(new RegExp(`^\\.work-${process.pid}-\\w{6}$`))
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(await readdir(parent)).toEqual([basename(folder)])
})

it.each([
  { what: "of a process that has ended", name: `.work-${dead}-aB3xYz` },
  { what: "of a former process with our pid", name: `.work-${process.pid}-aB3xYz` },
])("removes one $what", async ({ name }) => {
  const parent = await writeFiles(await tempDir(), { [`${name}/env/SECRET`]: "x" })
  const folder = await makeWorkFolder(parent, ".work")
  expect(await readdir(parent)).toEqual([basename(folder)])
})

it.each([
  { what: "one of a process that runs", name: `.work-${process.ppid}-aB3xYz` },
  { what: "one for other work", name: `.work-too-${dead}-aB3xYz` },
  { what: "what we did not make", name: `.work-${dead}` },
  { what: "what is named after no process", name: ".work-0-aB3xYz" },
])("leaves $what", async ({ name }) => {
  const parent = await tempDir()
  await mkdir(join(parent, name))
  await makeWorkFolder(parent, ".work")
  expect(await readdir(parent)).toContain(name)
})
