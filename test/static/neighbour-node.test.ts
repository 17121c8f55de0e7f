import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Setting } from "../../lib/core/setting.ts"
import { findNeighbourNode, misfit, type NeighbourNode } from "../../lib/static/neighbour-node.ts"
import { type Files, tempApp, tempDir, writeFiles } from "../support/app.ts"

const signal = new AbortController().signal
const node = (version: string) => `#!/bin/sh\necho ${version}\n`
const machine: Files = { "bin/node": node("v18.0.0"), "bin/npm": "" }

describe("findNeighbourNode", () => {
  it.each<readonly [what: string, files: Files, path: readonly string[], found: NeighbourNode | undefined]>([
    [
      "the one below the app",
      { ".heroku/node/bin/node": node("v22.12.0"), ".heroku/node/bin/npm": "" },
      ["APP/.heroku/node/bin", "MACHINE/bin"],
      { path: ".heroku/node/bin/node", version: "22.12.0", hasNpm: true },
    ],
    [
      "npm in another folder of the app",
      { ".apt/usr/bin/node": node("v22.12.0"), ".tools/npm": "" },
      ["APP/.tools", "APP/.apt/usr/bin"],
      { path: ".apt/usr/bin/node", version: "22.12.0", hasNpm: true },
    ],
    [
      "that npm is the machine's",
      { ".apt/usr/bin/node": node("v22.12.0") },
      ["APP/.apt/usr/bin", "MACHINE/bin"],
      { path: ".apt/usr/bin/node", version: "22.12.0", hasNpm: false },
    ],
    [
      "that it does not run",
      { "bin/node": "#!/bin/sh\nexit 1\n", "bin/npm": "" },
      ["APP/bin"],
      { path: "bin/node", version: undefined, hasNpm: true },
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

describe("misfit", () => {
  const wanted = (value: string): Setting<string> => ({ value, origin: { kind: "env", name: "NODE_VERSION" } })

  it.each<readonly [version: string | undefined, hasNpm: boolean, wanted: string | undefined, why: string | undefined]>(
    [
      ["22.12.0", true, undefined, undefined],
      ["14.21.3", true, undefined, undefined],
      ["12.22.9", true, undefined, "it is older than 14"],
      ["22.12.0", true, "22.12.0", undefined],
      ["22.12.0", true, "v22.12.0", undefined],
      ["22.12.0", true, "22", undefined],
      ["22.12.0", true, "2", "NODE_VERSION asks for 2"],
      ["22.12.0", true, "22.12.1", "NODE_VERSION asks for 22.12.1"],
      ["12.22.9", true, "12.22.9", undefined],
      ["22.12.0", false, "22.12.0", "it has no npm"],
      [undefined, true, undefined, "it does not run"],
    ],
  )("of %s, npm: %s, when %s is asked for: %s", (version, hasNpm, pin, why) => {
    expect(misfit({ path: "bin/node", version, hasNpm }, pin === undefined ? undefined : wanted(pin))).toBe(why)
  })
})
