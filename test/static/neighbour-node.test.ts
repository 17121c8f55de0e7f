import { symlink } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Setting } from "../../lib/core/setting.ts"
import { findNeighbourNode, type NeighbourNode, whyUnused } from "../../lib/static/neighbour-node.ts"
import { type Files, tempApp, tempDir, writeFiles } from "../support/app.ts"

const signal = new AbortController().signal
const node = (told: string) => `#!/bin/sh\necho ${told}\n`
const machine: Files = { "bin/node": node("v18.0.0"), "bin/npm": "" }

describe("findNeighbourNode", () => {
  it.each<readonly [what: string, files: Files, path: readonly string[], found: NeighbourNode | undefined]>([
    [
      "the one below the app",
      { ".heroku/node/bin/node": node("v22.12.0 Jod"), ".heroku/node/bin/npm": "" },
      ["APP/.heroku/node/bin", "MACHINE/bin"],
      { path: ".heroku/node/bin/node", version: "22.12.0", lts: "Jod", hasNpm: true },
    ],
    [
      "npm in another folder of the app",
      { ".apt/usr/bin/node": node("v22.12.0"), ".tools/npm": "" },
      ["APP/.tools", "APP/.apt/usr/bin"],
      { path: ".apt/usr/bin/node", version: "22.12.0", lts: false, hasNpm: true },
    ],
    [
      "that npm is the machine's",
      { ".apt/usr/bin/node": node("v22.12.0") },
      ["APP/.apt/usr/bin", "MACHINE/bin"],
      { path: ".apt/usr/bin/node", version: "22.12.0", lts: false, hasNpm: false },
    ],
    [
      "that it does not run",
      { "bin/node": "#!/bin/sh\nexit 1\n", "bin/npm": "" },
      ["APP/bin"],
      { path: "bin/node", version: undefined, lts: false, hasNpm: true },
    ],
    ["nothing where only the machine has one", {}, ["APP/bin", "MACHINE/bin"], undefined],
    [
      "nothing when the machine's goes before it",
      { "bin/node": node("v22.12.0") },
      ["MACHINE/bin", "APP/bin"],
      undefined,
    ],
    ["nothing by a folder that is not absolute", { "bin/node": node("v22.12.0") }, ["bin", ""], undefined],
    ["nothing that is not on PATH", { ".heroku/node/bin/node": node("v22.12.0") }, ["/nowhere"], undefined],
  ])("finds %s", async (_, files, path, found) => {
    const app = await tempApp(files)
    const elsewhere = await writeFiles(await tempDir("machine"), machine)
    const folders = path.map((folder) => folder.replace("APP", app).replace("MACHINE", elsewhere))
    const env = { PATH: `${folders.join(":")}:/usr/bin:/bin` }
    expect(await findNeighbourNode({ app, env, signal })).toEqual(found)
  })

  it("takes a folder for another that begins like the app's", async () => {
    const app = await tempApp({})
    await writeFiles(`${app}-tools`, machine)
    expect(await findNeighbourNode({ app, env: { PATH: join(`${app}-tools`, "bin") }, signal })).toBeUndefined()
  })
})

it("asks a real one for its version and line, whatever NODE_OPTIONS would load", async () => {
  const app = await tempApp({ "bin/npm": "" })
  await symlink(process.execPath, join(app, "bin/node"))
  const env = { PATH: join(app, "bin"), NODE_OPTIONS: "--require /nowhere.cjs" }
  const lts = process.release.lts ?? false
  const found = { path: "bin/node", version: process.versions.node, lts, hasNpm: true }
  expect(await findNeighbourNode({ app, env, signal })).toEqual(found)
})

describe("whyUnused", () => {
  const wish = (value: string): Setting<string> => ({ value, origin: { kind: "env", name: "NODE_VERSION" } })
  const needed = (value: string): Setting<string> => ({
    value,
    origin: { kind: "file", file: "package.json", line: 3 },
  })
  const why = (node: Partial<NeighbourNode>, wishes: readonly string[] = [], requirements: readonly string[] = []) =>
    whyUnused(
      { path: "bin/node", version: "22.12.0", lts: "Jod", hasNpm: true, ...node },
      { wishes: wishes.map(wish), requirements: requirements.map(needed) },
    )

  it.each<readonly [version: string | undefined, hasNpm: boolean, wanted: string | undefined, why: string | undefined]>(
    [
      ["22.12.0", true, undefined, undefined],
      ["14.21.3", true, undefined, undefined],
      ["12.22.9", true, undefined, "it is older than 14"],
      ["22.12.0", true, "22.12.0", undefined],
      ["22.12.0", true, "v22.12.0", undefined],
      ["22.12.0", true, "22", undefined],
      ["22.12.0", true, "22.x", undefined],
      ["22.12.0", true, ">=20 <23", undefined],
      ["22.12.0", true, "lts/*", undefined],
      ["22.12.0", true, "lts/jod", undefined],
      ["22.12.0", true, "lts/iron", "NODE_VERSION asks for lts/iron"],
      ["22.12.0", true, "2", "NODE_VERSION asks for 2"],
      ["22.12.0", true, "22.12.1", "NODE_VERSION asks for 22.12.1"],
      ["22.12.0", true, "twenty", "NODE_VERSION asks for twenty"],
      ["12.22.9", true, "12.22.9", undefined],
      ["22.12.0", false, "22.12.0", "it has no npm"],
      [undefined, true, undefined, "it does not run"],
    ],
  )("of %s, npm: %s, when %s is asked for: %s", (version, hasNpm, wanted, reason) => {
    expect(why({ version, hasNpm }, wanted === undefined ? [] : [wanted])).toBe(reason)
  })

  it("takes one that is asked for in spite of what the code says, and no other", () => {
    expect(why({}, [], [">=20"])).toBeUndefined()
    expect(why({}, [], [">=24"])).toBe("package.json:3 asks for >=24")
    expect(why({}, ["22"], [">=24"])).toBe("package.json:3 asks for >=24")
    expect(why({}, ["22.12.0"], [">=24"])).toBeUndefined()
    expect(why({}, ["22", "20"])).toBeUndefined()
  })
})
