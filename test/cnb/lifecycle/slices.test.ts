import { expect, it } from "vitest"
import { tempDir, writeFiles } from "../../support/app.ts"
import { sliced } from "../../support/cnb/slices.ts"

const files = { "a/b/c/one": "", "a/b/two": "", "a/three": "", "d/four": "", five: "" }
const all = ["", "a", "a/b", "a/b/c", "a/b/c/one", "a/b/two", "a/three", "d", "d/four", "five"]

it.each<[string, readonly (readonly string[])[], readonly (readonly string[])[]]>([
  [
    "a folder with all below it, and the folders above",
    [["a/b"]],
    [
      ["", "a", "a/b", "a/b/c", "a/b/c/one", "a/b/two"],
      ["", "a", "a/three", "d", "d/four", "five"],
    ],
  ],
  [
    "a folder whose last content they take",
    [["a/b", "a/three"]],
    [
      ["", "a", "a/b", "a/b/c", "a/b/c/one", "a/b/two", "a/three"],
      ["", "d", "d/four", "five"],
    ],
  ],
  [
    "a star, which does not go over a slash",
    [["*/t*"]],
    [
      ["", "a", "a/three"],
      ["", "a", "a/b", "a/b/c", "a/b/c/one", "a/b/two", "d", "d/four", "five"],
    ],
  ],
  ["two stars, which are one", [["**/two"]], [[], all]],
  [
    "what an earlier one has left",
    [["a/b"], ["a", "five"]],
    [
      ["", "a", "a/b", "a/b/c", "a/b/c/one", "a/b/two"],
      ["", "a", "a/three", "five"],
      ["", "d", "d/four"],
    ],
  ],
  ["all there is", [["*"]], [all, []]],
  ["an absolute path, which is none of the app's", [["/a"]], [[], all]],
  [
    "paths that are not the shortest",
    [["./a/../d/"]],
    [["", "d", "d/four"], all.filter((path) => !path.startsWith("d"))],
  ],
  [
    "sets and marks",
    [["[d-f]/fou?", "f[^a]ve"]],
    [
      ["", "d", "d/four", "five"],
      ["", "a", "a/b", "a/b/c", "a/b/c/one", "a/b/two", "a/three"],
    ],
  ],
  ["nothing", [[]], [[], all]],
])("slices take %s", async (_, patterns, layers) => {
  const app = await writeFiles(await tempDir("app"), files)
  expect(
    await sliced(
      app,
      patterns.map((paths) => ({ paths: [...paths] })),
    ),
  ).toEqual(layers)
})

it.each(["a[", "a]b[", "[]", "a\\"])("slices refuse the pattern %s", async (pattern) => {
  await expect(sliced(await tempDir("app"), [{ paths: [pattern] }])).rejects.toThrow("malformed")
})
