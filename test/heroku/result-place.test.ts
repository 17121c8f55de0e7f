import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { expect, it } from "vitest"
import { type AppEntry, readAppTree } from "../../lib/heroku/app-tree.ts"
import { type ResultChange, resultChange } from "../../lib/heroku/result-change.ts"
import { unpackResult } from "../../lib/heroku/result-place.ts"
import { packTree, unpackTrees } from "../../lib/io/tree-archive.ts"
import { tempApp, tempDir } from "../support/app.ts"

const options = { env: { PATH: process.env.PATH }, signal: new AbortController().signal }

/** What has a name in a folder. */
type Node =
  | { readonly kind: "file"; readonly text: string; readonly mode: number }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "folder"; readonly mode: number; readonly nodes: Nodes }
type Nodes = Readonly<Record<string, Node>>

const names = fc.constantFrom("a", "b", "c d")
const leaf: fc.Arbitrary<Node> = fc.oneof(
  fc.record({
    kind: fc.constant("file" as const),
    text: fc.constantFrom("", "x", "y"),
    mode: fc.constantFrom(0o644, 0o755),
  }),
  fc.record({ kind: fc.constant("link" as const), target: fc.constantFrom("a", "b/a", "nowhere") }),
)
const folders = (nodes: fc.Arbitrary<Nodes>): fc.Arbitrary<Node> =>
  fc.record({ kind: fc.constant("folder" as const), mode: fc.constantFrom(0o755, 0o700, 0o555), nodes })
const nodes = [1, 2].reduce<fc.Arbitrary<Nodes>>(
  (deeper) => fc.dictionary(names, fc.oneof(leaf, folders(deeper)), { maxKeys: 3 }),
  fc.dictionary(names, leaf, { maxKeys: 2 }),
)

async function make(folder: string, tree: Nodes): Promise<void> {
  for (const [name, node] of Object.entries(tree)) {
    const path = join(folder, name)
    if (node.kind === "link") await symlink(node.target, path)
    else if (node.kind === "file") await writeFile(path, node.text, { mode: node.mode })
    else {
      await mkdir(path)
      await make(path, node.nodes)
      await chmod(path, node.mode)
    }
  }
}

async function entriesOf(folder: string): Promise<readonly AppEntry[]> {
  const tree = await readAppTree(folder)
  if ("why" in tree) throw new Error(tree.why)
  return tree.entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

const unpacking = (archive: string) => (folder: string) => unpackTrees([archive], folder, options)

it("makes of any app the result of any build of it", async () => {
  const root = await tempDir()
  let count = 0
  await fc.assert(
    fc.asyncProperty(nodes, nodes, async (was, is) => {
      const work = join(root, String(count++))
      const [before, after] = [join(work, "before"), join(work, "after")]
      await mkdir(before, { recursive: true })
      await mkdir(after)
      await make(before, was)
      await make(after, is)
      const { change, made } = resultChange(await entriesOf(before), await entriesOf(after))
      const archive = join(work, "result.tar")
      await packTree(
        after,
        made.map(({ path }) => path),
        archive,
        options,
      )
      const put = await unpackResult(unpacking(archive), before, change)
      await put()
      expect(await entriesOf(before)).toEqual(await entriesOf(after))
    }),
    { numRuns: 40 },
  )
})

const change: ResultChange = { gone: ["lib"], brought: ["_build"], modes: [] }

it("leaves the app as it was when the archive is none", async () => {
  const app = await tempApp({ "lib/a.ex": "" })
  const archive = join(await tempDir(), "result.tar")
  await writeFile(archive, "no archive")
  await expect(unpackResult(unpacking(archive), app, change)).rejects.toThrow("tar failed")
  expect(await readdir(app, { recursive: true })).toEqual(["lib", "lib/a.ex"])
})

it("leaves the app as it was when the archive lacks something", async () => {
  const [app, built] = [await tempApp({ "lib/a.ex": "" }), await tempApp({ "priv/b": "" })]
  const archive = join(await tempDir(), "result.tar")
  await packTree(built, ["priv/b"], archive, options)
  await expect(unpackResult(unpacking(archive), app, change)).rejects.toMatchObject({ code: "ENOENT" })
  expect(await readdir(app, { recursive: true })).toEqual(["lib", "lib/a.ex"])
})
