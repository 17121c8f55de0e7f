import { expect, it } from "vitest"
import { describeOrigin } from "../../lib/core/setting.ts"
import { versionFileSources } from "../../lib/versions/version-files.ts"

function read(files: Readonly<Record<string, string>>, folder?: string): readonly string[] {
  return versionFileSources(new Map(Object.entries(files)), folder).flatMap(({ versions }) =>
    Object.entries(versions).map(([name, { value, origin }]) => `${name} ${value} (${describeOrigin(origin)})`),
  )
}

it.each<readonly [text: string, found: readonly string[]]>([
  ["", []],
  ["\n  \n# none\n", []],
  ["22.12.0", ["node 22.12.0 (.nvmrc:1)"]],
  ["v22\n", ["node v22 (.nvmrc:1)"]],
  ["\uFEFFlts/jod\r\n", ["node lts/jod (.nvmrc:1)"]],
  ["# ours\r\n\r\n  lts/*  # the newest\r\n20\r\n", ["node lts/* (.nvmrc:3)"]],
  [">=20 <23\n", ["node >=20 <23 (.nvmrc:1)"]],
])("reads %j", (text, found) => {
  expect(read({ ".nvmrc": text })).toEqual(found)
})

it("puts the files in their order", () => {
  const names = [".node-version", ".nvmrc", ".exenv-version", ".otp-version", ".erlang-version", ".elixir-version"]
  const files = Object.fromEntries(names.map((name, index) => [name, `${index + 20}\n`]))
  expect(read(files)).toEqual([
    "elixir 25 (.elixir-version:1)",
    "erlang 24 (.erlang-version:1)",
    "erlang 23 (.otp-version:1)",
    "elixir 22 (.exenv-version:1)",
    "node 21 (.nvmrc:1)",
    "node 20 (.node-version:1)",
  ])
})

it("reads those of a folder, and leaves others alone", () => {
  const files = { ".nvmrc": "22\n", "assets/.nvmrc": "20\n", ".ruby-version": "3.4\n" }
  expect(read(files, "assets")).toEqual(["node 20 (assets/.nvmrc:1)"])
})
