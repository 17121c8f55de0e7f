import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { renderError } from "../../lib/heroku/output.ts"
import { checkVersions } from "../../scripts/package/versions.ts"
import { descriptors, root } from "../../scripts/trees.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

/** A checkout with our descriptors, each changed by a function. */
async function checkout(version: string, change: (text: string, file: string) => string): Promise<string> {
  const own = JSON.parse(await readFile(join(root, "package.json"), "utf8")).version
  const files = Object.values(descriptors).map(async (file) => {
    const text = await readFile(join(root, file), "utf8")
    return [file, change(text.replaceAll(`"${own}"`, '"1.0.0"'), file)] as const
  })
  const manifest = { "package.json": JSON.stringify({ version }) }
  return writeFiles(await tempDir(), { ...manifest, ...Object.fromEntries(await Promise.all(files)) })
}

it("has one version in all descriptors of this checkout", async () => {
  await checkVersions(root)
})

it("takes the version of package.json for all", async () => {
  await checkVersions(await checkout("1.0.0", (text) => text))
})

it("names every place that has another version", async () => {
  const dir = await checkout("1.0.0", (text, file) =>
    file === "lib/static/buildpack.toml"
      ? text.replace('"1.0.0"', '"0.9.0"')
      : text.replace('id = "beampack/static"\nversion = "1.0.0"', 'id = "beampack/static"\nversion = "0.8.0"'),
  )
  expect(renderError(await failure(checkVersions(dir)))).toMatchInlineSnapshot(`
    " !
     !     Not all buildpacks have the version 1.0.0
     !
     !     It is the one in package.json. The composite finds its buildpacks by their versions, so
     !     all of them have the same one. These have another:
     !
     !         buildpack.toml, order, beampack/static: 0.8.0
     !         lib/static/buildpack.toml, version: 0.9.0
     !
     !     Error id: package/versions-differ
     !"
  `)
})
