import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { makePackages } from "../../scripts/package/make.ts"
import { budgets, partsOf, sizeLine } from "../../scripts/package/size.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

it("fails when a package is over its budget, once it can be looked at", async () => {
  const out = await tempDir("out")
  const lines: string[] = []
  const error = await failure(
    makePackages({
      names: ["beampack-no-node"],
      archs: [],
      out,
      budgets: { ...budgets, "beampack-no-node": 1000 },
      env: {},
      print: (line) => lines.push(line),
    }),
  )
  expect(error).toMatchObject({ id: "package/over-budget", title: "Packages are larger than they may be" })
  expect(error.help.replace(/\d{6}/, "N")).toMatchInlineSnapshot(`
    "heroku/beampack-no-node.tgz has N bytes, its budget is 1000

    See which part has grown in the list above. When it has to be so large, raise the budget
    in scripts/package/size.ts."
  `)
  expect(lines).toEqual([
    expect.stringMatching(/^heroku\/beampack-no-node\.tgz +\d+\.\d kB of +1\.0 kB; unpacked: lib 2\.\d MB, /),
  ])
  expect(await readdir(out)).toEqual(["heroku"])
  expect((await readdir(join(out, "heroku"))).toSorted()).toEqual(["beampack-no-node", "beampack-no-node.tgz"])
})

it("tells the parts of a package, the largest first", async () => {
  const files = { "bin/a": "12", "bin/b": "345", LICENSE: "1", "node/bin/node": "1234567" }
  const parts = await partsOf(await writeFiles(await tempDir(), files))
  expect(parts).toEqual([
    ["node", 7],
    ["bin", 5],
    ["LICENSE", 1],
  ])
  expect(sizeLine("beampack", { packed: 999_999, budget: 1_000_000, parts })).toMatchInlineSnapshot(
    `"beampack                               1000.0 kB of   1.0 MB; unpacked: node 0.0 kB, bin 0.0 kB, LICENSE 0.0 kB"`,
  )
})
