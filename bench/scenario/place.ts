import { chown, mkdir, readdir, rm, utimes } from "node:fs/promises"
import { dirname, join } from "node:path"
import { execa } from "execa"
import type { Box } from "../machine/box.ts"
import { writeFiles } from "../machine/files.ts"
import type { Scenario } from "./scenarios.ts"

/** The folders of a build, inside the box. */
export interface Folders {
  readonly build: string
  readonly cache: string
  readonly env: string
}

/** When the first push was made. */
const firstPush = new Date("2026-01-01T12:00:00Z")
const userId = 1000

/** Clears the box and puts a push and its cache there. `kept` is the folder of the cache that the first one has left. */
export async function place(
  box: Box,
  scenario: Scenario,
  kept: string,
  vars: Readonly<Record<string, string>>,
): Promise<Folders> {
  for (const folder of [box.tmp, box.app]) await clear(folder)
  const folders = { build: scenario.moved ? "/tmp/other/place" : "/tmp/build", cache: "/tmp/cache", env: "/tmp/env" }
  const [build, cache, env] = [folders.build, folders.cache, folders.env].map((path) => onHost(box, path)) as [
    string,
    string,
    string,
  ]
  await mkdir(build, { recursive: true })
  await writeFiles(build, scenario.files)
  await date(build, scenario)
  await writeFiles(env, vars)
  if (scenario.cached) await execa("cp", ["-a", kept, cache])
  else await mkdir(cache)
  await execa("chown", ["-R", `${userId}:${userId}`, box.tmp])
  return folders
}

/** Moves what was built to where it runs. What tools have left in the home folder of the build is not part of it. */
export async function putInPlace(box: Box, { build }: Folders): Promise<void> {
  await clear(box.app)
  const from = onHost(box, build)
  await execa("mv", [...(await readdir(from)).map((name) => join(from, name)), box.app])
  await chown(box.app, userId, userId)
}

/** Where a path below /tmp is on this machine. */
export function onHost(box: Box, path: string): string {
  return join(box.tmp, path.slice("/tmp/".length))
}

async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
}

async function date(build: string, { files, isNew }: Scenario): Promise<void> {
  const now = new Date()
  const folders = new Set<string>()
  for (const path of Object.keys(files)) {
    const time = isNew(path) ? now : firstPush
    await utimes(join(build, path), time, time)
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) folders.add(folder)
  }
  for (const folder of folders) await utimes(join(build, folder), firstPush, firstPush)
}
