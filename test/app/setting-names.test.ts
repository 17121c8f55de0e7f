import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { parseProjectToml } from "../../lib/app/project-toml.ts"
import { meantSetting, settingKeys, settingLine, settingName, variablesOf } from "../../lib/app/setting-names.ts"
import { type SettingSpec, settingTable } from "../../lib/app/setting-table.ts"

const specs = Object.entries<SettingSpec>(settingTable)
const docs = join(import.meta.dirname, "../../docs")

describe("docs/settings.md", () => {
  it("has a row for each setting, with its variables and old names, in the table's order", async () => {
    const rows = (await readFile(join(docs, "settings.md"), "utf8")).split("\n").filter((line) => /^\| `/.test(line))
    const cells = rows.map((row) => row.split("|").slice(1, 4).map(names))
    expect(cells).toEqual(specs.map(([key, { old = [] }]) => [[key], variablesOf(key), old]))
  })

  it("names the variables that are no setting of the app", async () => {
    const text = await readFile(join(docs, "settings.md"), "utf8")
    for (const name of ["BEAMPACK_MIRROR", "BEAMPACK_LIMITS"]) expect(text).toContain(`| | \`${name}\` |`)
  })

  it("shows a project.toml that is one", async () => {
    const [, block = ""] = /^```toml\n(.*?)^```/ms.exec(await readFile(join(docs, "settings.md"), "utf8")) ?? []
    expect([...(await parseProjectToml(block)).keys()]).toEqual(["erlang", "elixir", "release", "keep"])
  })
})

it("docs/switching.md names the new key beside each old one that has another name", async () => {
  const text = await readFile(join(docs, "switching.md"), "utf8")
  const rows = text.split("\n").filter((line) => /^\| `/.test(line))
  const renamed = specs.flatMap(([key, { old = [] }]) => old.filter((name) => name !== key).map((name) => [name, key]))
  for (const [name, key] of renamed) {
    const row = rows.find((line) => names(line.split("|")[1] ?? "").includes(name ?? ""))
    expect(row?.replace(/.* now /, ""), `${name} -> ${key}`).toContain(`\`${key}`)
  }
})

function names(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)
}

it.each(specs)("shows for %s a value that it can have", async (key, { example }) => {
  const settings = await parseProjectToml(`[com.beampack]\n${key} = ${example}\n`)
  expect([...settings.keys()]).toEqual([key])
})

it("gives no variable to two settings", () => {
  const all = settingKeys.flatMap(variablesOf)
  expect(new Set(all).size).toBe(all.length)
})

it.each([
  ["elixr", "elixir"],
  ["release-folder", "release_folder"],
  ["erlang_version", "erlang"],
  ["app_relative_path", "release_folder"],
  ["clean_cache", "cache"],
  ["colour", undefined],
])("takes %s for %s", (name, meant) => {
  expect(meantSetting(name)).toBe(meant)
})

it.each([
  [{ kind: "env", name: "BEAMPACK_NPM" }, "BEAMPACK_NPM", "BEAMPACK_NPM=10.9.4"],
  [{ kind: "file", file: "project.toml", line: 3 }, "npm", 'npm = "10.9.4"'],
  [{ kind: "file", file: "phoenix_static_buildpack.config", line: 3 }, "npm_version", "npm_version=10.9.4"],
] as const)("calls a setting of %j %s", (origin, name, line) => {
  expect(settingName("npm", origin)).toBe(name)
  expect(settingLine("npm", "10.9.4", origin)).toBe(line)
})
