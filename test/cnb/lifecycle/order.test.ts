import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempDir } from "../../support/app.ts"
import type { CnbBuild } from "../../support/cnb/platform.ts"
import { buildSamples, localCnb, type Sample } from "../../support/cnb/sample.ts"

const no = (id: string): Sample => ({ id, detect: "exit 100" })
const yes = (id: string): Sample => ({ id })
const provides = (id: string, ...names: readonly string[]): Sample => ({
  id,
  detect: names.map((name) => `printf '[[provides]]\\nname = "${name}"\\n' >>"$plan"`).join("\n"),
})
const requires = (id: string, ...names: readonly string[]): Sample => ({
  id,
  detect: names.map((name) => `printf '[[requires]]\\nname = "${name}"\\n' >>"$plan"`).join("\n"),
})

/** Ids with `?` for those that are optional. */
function group(...ids: readonly string[]) {
  return ids.map((id) => ({ id: id.replace("?", ""), version: "1.0.0", optional: id.endsWith("?") }))
}

function composite(id: string, ...order: readonly (readonly string[])[]): Sample {
  const groups = order.map((ids) => {
    const elements = group(...ids).map(
      (one) => `[[order.group]]\nid = "${one.id}"\nversion = "1.0.0"\noptional = ${one.optional}`,
    )
    return `[[order]]\n${elements.join("\n")}`
  })
  return { id, descriptor: groups.join("\n") }
}

function taking(build: CnbBuild): readonly string[] | undefined {
  return build.agreement?.group.map(({ id }) => id)
}

it.each([
  [
    "the first group that can",
    [no("a"), yes("b"), yes("c")],
    [
      ["a", "b"],
      ["b", "c"],
    ],
    ["b", "c"],
  ],
  ["a group without those who are optional and do not want to", [no("a"), yes("b")], [["a?", "b"]], ["b"]],
  ["a composite's members", [composite("all", ["a", "b?"]), yes("a"), yes("b")], [["all"]], ["a", "b"]],
  [
    "the second group of a composite, and what follows the composite",
    [composite("all", ["a"], ["b"]), no("a"), yes("b"), yes("c")],
    [["all", "c"]],
    ["b", "c"],
  ],
  [
    "what follows an optional composite that cannot",
    [composite("all", ["a"]), no("a"), yes("c")],
    [["all?", "c"]],
    ["c"],
  ],
  ["one of two that are the same", [yes("a"), yes("b")], [["a", "b", "a"]], ["a", "b"]],
  ["nobody for whose optional needs there is no provider", [yes("a"), requires("b", "x")], [["a", "b?"]], ["a"]],
  ["nobody optional whose offer nobody needs", [yes("a"), provides("b", "x")], [["a", "b?"]], ["a"]],
  [
    "who is needed by one who is optional, and that one",
    [provides("a", "x"), requires("b", "x")],
    [["a?", "b?"]],
    ["a", "b"],
  ],
  [
    "neither of two when the one that needs the other needs more",
    [yes("c"), provides("a", "x"), requires("b", "x", "y")],
    [["c", "a?", "b?"]],
    ["c"],
  ],
])("an order chooses %s", async (_, samples, order, chosen) => {
  const build = await buildSamples(await localCnb(), samples, { order: order.map((ids) => group(...ids)) })
  expect(build.refusal?.message).toBeUndefined()
  expect(taking(build)).toEqual(chosen)
})

it.each([
  ["a group of which one does not want to", [yes("a"), no("b")], [["a", "b"]], "not-detected"],
  ["a group whose only wish fails", [requires("a", "x"), provides("b", "x")], [["a", "b"]], "not-detected"],
  ["an order of which one has failed", [no("a"), { id: "b", detect: "exit 2" }], [["b"], ["a"]], "detect-errored"],
  ["a buildpack that is not there", [yes("a")], [["a", "b"]], "start"],
])("an order refuses %s", async (_, samples, order, kind) => {
  const build = await buildSamples(await localCnb(), samples, { order: order.map((ids) => group(...ids)) })
  expect(build.refusal?.kind).toBe(kind)
})

it("each bin/detect runs once, and those of a group at the same time", async () => {
  const dir = await tempDir("meeting")
  const meets = (id: string, other: string): Sample => ({
    id,
    detect: `: >${dir}/${id}.$$; i=0; until ls ${dir}/${other}.* >/dev/null 2>&1; do i=$((i+1)); [ $i -lt 100 ]; sleep 0.05; done`,
  })
  const order = [group("a", "b", "c"), group("a", "b")]
  const build = await buildSamples(await localCnb(), [meets("a", "b"), meets("b", "a"), no("c")], { order })
  expect(taking(build)).toEqual(["a", "b"])
  expect((await readdir(join(dir))).map((name) => name.split(".")[0]).toSorted()).toEqual(["a", "b"])
})

it("a plan tells each provider what is required of it, by whom", async () => {
  const build = await buildSamples(await localCnb(), [
    provides("a", "x", "y"),
    requires("b", "y"),
    requires("c", "x", "y"),
  ])
  expect(build.agreement?.plan.map(({ providers, requires }) => [providers, requires.map(({ name }) => name)])).toEqual(
    [
      [["a"], ["x"]],
      [["a"], ["y", "y"]],
    ],
  )
})
