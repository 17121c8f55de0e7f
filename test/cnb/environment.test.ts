import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { environmentFiles, writeEnvironment } from "../../lib/cnb/environment.ts"
import type { EnvDelta } from "../../lib/core/env.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { filesBelow } from "../support/heroku.ts"

const path = (value: string, scope: EnvDelta["scope"] = "build"): EnvDelta => ({
  scope,
  name: "PATH",
  change: { action: "prepend", value, delim: ":" },
})
const lang: EnvDelta = { scope: "all", name: "LANG", change: { action: "default", value: "C.UTF-8" } }

it("puts each change into the file for its scope and action, to the last byte", () => {
  const deltas: readonly EnvDelta[] = [
    lang,
    { scope: "launch", name: "PORT", change: { action: "default", value: " 4000\n" } },
    { scope: "build", name: "MIX_ARCHIVES", change: { action: "override", value: "/layers/hex/archives" } },
    { scope: "launch", name: "ERL_LIBS", change: { action: "append", value: "/lib", delim: ":" } },
    path("/layers/erlang/bin"),
  ]
  expect(Object.fromEntries(environmentFiles(deltas))).toEqual({
    "env/LANG.default": "C.UTF-8",
    "env.launch/PORT.default": " 4000\n",
    "env.build/MIX_ARCHIVES.override": "/layers/hex/archives",
    "env.launch/ERL_LIBS.append": "/lib",
    "env.launch/ERL_LIBS.delim": ":",
    "env.build/PATH.prepend": "/layers/erlang/bin",
    "env.build/PATH.delim": ":",
  })
})

it.each<[string, readonly EnvDelta[], string]>([
  ["the last of a list that is prepended comes first", [path("/a"), path("/b")], "/b:/a"],
  ["the first default counts", [lang, { ...lang, change: { action: "default", value: "C" } }], "C.UTF-8"],
  [
    "the last override counts",
    ["1", "2"].map((value) => ({ scope: "all", name: "A", change: { action: "override", value } })),
    "2",
  ],
  [
    "a list that is appended to grows at its end",
    ["1", "2"].map((value) => ({ scope: "all", name: "A", change: { action: "append", value, delim: " " } })),
    "1 2",
  ],
])("of several changes of a variable %s", (_, deltas, expected) => {
  const [[, content] = []] = environmentFiles(deltas)
  expect(content).toBe(expected)
})

it.each<[string, readonly EnvDelta[], string]>([
  ["for later buildpacks", [path("/a")], "build = true\ncache = false\nlaunch = false"],
  ["for the running app", [path("/a", "launch")], "build = false\ncache = false\nlaunch = true"],
  ["for both", [path("/a", "all")], "build = true\ncache = false\nlaunch = true"],
])("is a layer %s when that is what the changes are for", async (_, deltas, types) => {
  const root = await tempDir("layers")
  await writeEnvironment(root, deltas, undefined)
  expect(await readFile(join(root, "environment.toml"), "utf8")).toBe(`[types]\n${types}\n`)
})

it("is no layer when nothing changes, also where an earlier build has left one", async () => {
  const root = await tempDir("layers")
  await writeEnvironment(root, [lang], undefined)
  await writeEnvironment(root, [], undefined)
  expect(await filesBelow(root)).toEqual([])
})

it("brings the programs that run before the app, and lets them be run", async () => {
  const root = await tempDir("layers")
  const programs = await writeFiles(await tempDir("programs"), { limits: "#!/bin/sh\n" })
  await writeEnvironment(root, [], programs)
  expect(await filesBelow(root)).toEqual(["environment.toml", "environment/exec.d/limits"])
  expect((await stat(join(root, "environment/exec.d/limits"))).mode & 0o777).toBe(0o755)
})
