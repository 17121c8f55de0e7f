import { join } from "node:path"
import { expect, it } from "vitest"
import { licencesOf, licencesText } from "../../scripts/package/licences.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

/** The licences of a folder of packages, each given as its name and files. */
async function licencesFor(packages: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const dir = await tempDir()
  const modules = ["\0runtime.js", join(dir, "lib/main.ts")]
  for (const [path, files] of Object.entries(packages)) {
    const folder = join(dir, "node_modules", path)
    const name = path.replace(/.*node_modules\//, "")
    const manifest = JSON.stringify({ name, version: "1.0.0", license: "MIT" })
    await writeFiles(folder, { "package.json": manifest, ...files })
    modules.push(join(folder, "dist/a.js"), join(folder, "b.js"))
  }
  return { dir, licences: licencesOf(modules) }
}

it("finds each package's licence once, by name", async () => {
  const { licences } = await licencesFor({
    tar: { "LICENSE.md": "tar's", "licensing.js": "code" },
    "@scope/a": { license: "a's", NOTICE: "a's notice" },
    "tar/node_modules/old": { COPYING: "old's" },
  })
  expect(licencesText(await licences)).toMatchInlineSnapshot(`
    "This package contains the following software, each on the terms given here.

    ================================================================================
    @scope/a 1.0.0 (MIT)
    ================================================================================

    a's notice

    a's

    ================================================================================
    old 1.0.0 (MIT)
    ================================================================================

    old's

    ================================================================================
    tar 1.0.0 (MIT)
    ================================================================================

    tar's
    "
  `)
})

it.each([
  ["underlined", "# x\n\nLicense\n-------\n\n(MIT) Copyright someone\n"],
  ["after hashes", "# x\n\n## License\n(MIT) Copyright someone\n"],
])("takes a licence that is the last section of a README, %s", async (_, readme) => {
  const { licences } = await licencesFor({ x: { "README.md": readme } })
  expect((await licences).map(({ text }) => text.trim())).toEqual(["(MIT) Copyright someone"])
})

it.each([
  ["no file of that name", {}],
  ["a README that only names it", { "README.md": "# x\n\n## License\n\nMIT\n" }],
])("refuses a package with %s", async (_, files) => {
  const { dir, licences } = await licencesFor({ x: files })
  const { id, title, help } = await failure(licences)
  expect({ id, title, help: help.replaceAll(dir, "DIR") }).toEqual({
    id: "package/no-licence",
    title: "x brings no licence text",
    help: expect.stringContaining("There is no LICENSE\nfile in DIR/node_modules/x\n"),
  })
})
