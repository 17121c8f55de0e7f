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

it("puts each change into the file for its action, to the last byte, for those who are to see it", () => {
  const deltas: readonly EnvDelta[] = [
    lang,
    { scope: "launch", name: "PORT", change: { action: "default", value: " 4000\n" } },
    { scope: "build", name: "MIX_ARCHIVES", change: { action: "override", value: "/layers/hex/archives" } },
    { scope: "launch", name: "ERL_LIBS", change: { action: "append", value: "/lib", delim: ":" } },
    path("/layers/erlang/bin"),
  ]
  expect(Object.fromEntries(environmentFiles(deltas, "build"))).toEqual({
    "env.build/LANG.default": "C.UTF-8",
    "env.build/MIX_ARCHIVES.override": "/layers/hex/archives",
    "env.build/PATH.prepend": "/layers/erlang/bin",
    "env.build/PATH.delim": ":",
  })
  expect(Object.fromEntries(environmentFiles(deltas, "launch"))).toEqual({
    "env.launch/LANG.default": "C.UTF-8",
    "env.launch/PORT.default": " 4000\n",
    "env.launch/ERL_LIBS.append": "/lib",
    "env.launch/ERL_LIBS.delim": ":",
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
  const [[, content] = []] = environmentFiles(deltas, "build")
  expect(content).toBe(expected)
})

it.each<[string, readonly EnvDelta[], Readonly<Record<string, string>>]>([
  ["for later buildpacks", [path("/a")], { "build-env.toml": "build = true\ncache = false\nlaunch = false" }],
  ["for the running app", [path("/a", "launch")], { "launch-env.toml": "build = false\ncache = false\nlaunch = true" }],
  [
    "for each of both",
    [path("/a", "all")],
    {
      "build-env.toml": "build = true\ncache = false\nlaunch = false",
      "launch-env.toml": "build = false\ncache = false\nlaunch = true",
    },
  ],
])("is a layer %s when that is what the changes are for", async (_, deltas, layers) => {
  const root = await tempDir("layers")
  await writeEnvironment(root, deltas, undefined)
  const files = (await filesBelow(root)).filter((file) => file.endsWith(".toml"))
  expect(files).toEqual(Object.keys(layers))
  for (const file of files) expect(await readFile(join(root, file), "utf8")).toBe(`[types]\n${layers[file]}\n`)
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
  expect(await filesBelow(root)).toEqual(["launch-env.toml", "launch-env/exec.d/limits"])
  expect((await stat(join(root, "launch-env/exec.d/limits"))).mode & 0o777).toBe(0o755)
})
