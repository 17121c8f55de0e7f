import { join } from "node:path"
import { expect, it } from "vitest"
import { sourceWeight } from "../../lib/mix/source-weight.ts"
import { tempDir, writeFiles } from "../support/app.ts"

it.each([
  { what: "Elixir and Erlang", files: { "lib/a.ex": "12345", "lib/b/c.ex": "123", "src/d.erl": "12" }, weight: 10 },
  {
    what: "what becomes Erlang or is compiled into a module",
    files: { "src/a.xrl": "1", "src/b.yrl": "12", "lib/c.eex": "123" },
    weight: 6,
  },
  { what: "C", files: { "c_src/nif.c": "1234" }, weight: 4 },
  { what: "nothing else", files: { "README.md": "12345", "mix.exs": "123", "lib/a.txt": "1" }, weight: 0 },
  {
    what: "no tests, and nothing that is only carried along",
    files: { "test/a.ex": "1", "priv/b.ex": "1", "assets/c.ex": "1", "lib/d.ex": "1" },
    weight: 1,
  },
])("weighs $what", async ({ files, weight }) => {
  expect(await sourceWeight(await writeFiles(await tempDir(), files))).toBe(weight)
})

it("weighs nothing that is not there", async () => {
  expect(await sourceWeight(join(await tempDir(), "gone"))).toBe(0)
})
