import { existsSync } from "node:fs"
import { readdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { StepContext } from "../../lib/core/step.ts"
import { withCookies } from "../../lib/mix/release-cookies.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { folderLayers } from "../support/layers.ts"
import { stepContext } from "../support/step-context.ts"

const folder = "_build/prod/rel"

async function setUp() {
  const [app, root] = [await tempDir("app"), await tempDir("layers")]
  const context = stepContext({ app, layers: folderLayers(root) })

  /** Makes a release as Mix does in a fresh folder, which makes a cookie when there is none and `given` is none. */
  async function build(made: string, { name, given }: { name?: string; given?: string } = {}): Promise<string> {
    await rm(join(app, "_build"), { recursive: true, force: true })
    const cookie = join(app, folder, made, "releases/COOKIE")
    await withCookies({ folders: [folder], name }, context, async () => {
      const text = given ?? (existsSync(cookie) ? undefined : `cookie ${Math.random()}`)
      await writeFiles(join(app, folder, made), {
        [`bin/${made}`]: "#!/bin/sh\n",
        "releases/start_erl.data": "15.2 0.1.0\n",
        ...(text !== undefined && { "releases/COOKIE": text }),
      })
    })
    return readFile(cookie, "utf8")
  }
  return { app, root, build }
}

it.each([
  ["that is known by name", { name: "hello" }],
  ["whose name only Mix knows", {}],
])("gives a release %s the cookie that it had", async (_, options) => {
  const { build } = await setUp()
  const cookie = await build("hello", options)
  expect(await build("hello", options)).toBe(cookie)
})

it("gives another release a cookie of its own", async () => {
  const { app, build } = await setUp()
  const cookie = await build("hello", { name: "hello" })
  expect(await build("shop", { name: "shop" })).not.toBe(cookie)
  expect(await readdir(join(app, folder))).toEqual(["shop"])
  expect(await build("hello", { name: "hello" })).toBe(cookie)
})

it("leaves the choice to mix.exs", async () => {
  const { build } = await setUp()
  await build("hello", { name: "hello" })
  expect(await build("hello", { name: "hello", given: "chosen" })).toBe("chosen")
})

it("is no reason for a build to fail", async () => {
  const { app, root, build } = await setUp()
  await build("hello", { name: "hello" })
  await writeFiles(root, { "release-cookies/hello": "" })
  expect(await build("hello", { name: "hello" })).toContain("cookie 0.")
  await rm(join(app, "_build"), { recursive: true })
  await writeFiles(app, { "_build/prod": "a file in the way\n" })
  const layers = folderLayers(root)
  const context = { app, layers } as StepContext
  await expect(withCookies({ folders: [folder], name: "hello" }, context, async () => {})).resolves.toBeUndefined()
})
