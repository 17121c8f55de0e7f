import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { mixExs, plainApp } from "../../support/apps.ts"
import { type Build, startHeroku } from "../../support/heroku.ts"

/** The calls of Mix and of the script that changes its manifests, without the script. */
function steps({ calls }: Build): readonly string[] {
  return calls.flatMap(({ name, args }) => {
    if (name === "elixir") return `move ${args.slice(2).join(" ")}`
    return name === "mix" ? `mix ${args.join(" ")}` : []
  })
}

it.each([
  ["", "/app"],
  ["runtime_path=/srv/shop/\n", "/srv/shop"],
  ["runtime_path=shop\n", "/app"],
])("tells Mix last of all where the app will run, after %j", async (line, path) => {
  const build = await (await startHeroku()).push({ ...plainApp, "elixir_buildpack.config": line })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(steps(build)).toEqual(["mix compile", `move there ${path}`])
  expect(await readFile(join(build.dir, ".beampack/runtime-path"), "utf8")).toBe(path)
})

it("undoes what an earlier build of the folder has done before it compiles", async () => {
  const build = await (await startHeroku()).push({ ...plainApp, ".beampack/runtime-path": "/srv/old" })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(steps(build)).toEqual(["move back /srv/old", "mix compile", "move there /app"])
})

it.each(["", "srv\n"])("takes %j for no such note", async (text) => {
  const build = await (await startHeroku()).push({ ...plainApp, ".beampack/runtime-path": text })
  expect(steps(build)).toEqual(["mix compile", "move there /app"])
})

it("undoes what the buildpack before has done, and does it again", async () => {
  const files = { ...plainApp, "mix.exs": mixExs(['aliases: ["assets.deploy": ["phx.digest"]]']) }
  const trees = ["beampack-elixir", "beampack-static"] as const
  const build = await (await startHeroku()).push(files, { trees })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(steps(build)).toEqual([
    "mix compile",
    "move there /app",
    "move back /app",
    "mix assets.deploy",
    "move there /app",
  ])
})
