/** Dependencies that are compiled side by side, in the eyes of real Mix. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import type { Files } from "../support/app.ts"
import { type Build, createApp, push } from "../support/stack/heroku.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"

const { packages } = inject("stack")

const apps = ["cowboy", "cowlib", "earmark_parser", "makeup", "nimble_parsec", "ranch"]

/** Has Mix look at what was compiled, compile all of it anew one after the other, and compares the two. */
const script = `#!/bin/bash
set -eo pipefail
say() { echo "CHECK $*"; }
quiet() { [ -z "$("$@" 2>&1)" ] && say "nothing to be said by $*"; }
quiet mix compile
say "ok by mix deps: $(mix deps | grep -c '^  ok$')"
say "noted by Mix: $(ls _build/prod/lib/*/.mix/compile.{elixir_scm,fetch} | cut -d/ -f4 | sort -u | grep -vc hex_site)"

cp -a _build/prod ours
rm -rf _build/prod
MIX_OS_DEPS_COMPILE_PARTITION_COUNT=0 mix compile >log 2>&1
files() { (cd "$1/lib" && find . ! -type d ! -path '*/.mix/*' | sort); }
diff <(files _build/prod) <(files ours) && say "files are the same"
elixir -e '
  different = for beam <- Path.wildcard("_build/prod/lib/*/ebin/*.beam"),
    {:ok, {_, one}} = :beam_lib.md5(String.to_charlist(beam)),
    {:ok, {_, other}} = :beam_lib.md5(String.to_charlist(String.replace_prefix(beam, "_build/prod", "ours"))),
    one != other, do: Path.basename(beam)
  # It lists the keys of a map, whose order no build promises.
  IO.puts("CHECK other modules: #{inspect(different -- ["Elixir.Makeup.Token.Utils.beam"])}")
'
rm -rf _build/prod log
mv ours _build/prod
`

async function build(files: Files, vars: Readonly<Record<string, string>>): Promise<Build> {
  const mirror = await startFullMirror()
  const site = await hexSite()
  return push(await createApp(), {
    source: { ...site, files: { ...site.files, ...files } },
    buildpacks: [packages.pair],
    vars: { ...mirror.vars, ...vars },
  })
}

it("are what Mix makes of them one after the other, and leave it nothing to do", async () => {
  const { folder } = await hexSite()
  const config = await readFile(join(folder, "elixir_buildpack.config"), "utf8")
  const built = await build(
    { "elixir_buildpack.config": `${config}\nhook_post_compile='bash check.sh'\n`, "check.sh": script },
    { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "2" },
  )
  expect(built.exitCode, built.stdout + built.stderr).toBe(0)
  expect(built.stdout).toContain("Compiling 6 dependencies, 2 at a time")
  expect([...built.stdout.matchAll(/CHECK (.*)/g)].map(([, text]) => text)).toEqual([
    "nothing to be said by mix compile",
    "ok by mix deps: 6",
    // By these we tell that there is nothing to be done.
    "noted by Mix: 6",
    "files are the same",
    "other modules: []",
  ])
  // Each one's lines stand together.
  expect([...built.stdout.matchAll(/(?:Generated|===> Compiling) (\w+)/g)].map(([, app]) => app).toSorted()).toEqual(
    [...apps, "hex_site"].toSorted(),
  )
  expect(built.stdout).toMatch(/==> makeup\n +Compiling \d+ files \(\.ex\)\n +Generated makeup app\n/)
})

it("are left to Mix when one of them does not compile, which says so in its own words", async () => {
  const { folder } = await hexSite()
  const mixExs = await readFile(join(folder, "mix.exs"), "utf8")
  const part = `defmodule Part.MixProject do
  use Mix.Project
  def project, do: [app: :part, version: "0.1.0"]
end
`
  const built = await build(
    {
      "mix.exs": mixExs.replace('{:cowboy, "~> 2.12"},', '{:cowboy, "~> 2.12"}, {:part, path: "vendor/part"},'),
      "vendor/part/mix.exs": part,
      "vendor/part/lib/part.ex": "defmodule Part do\n  def broken, do: boom()\nend\n",
    },
    { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "2" },
  )
  expect(built.exitCode).toBe(1)
  expect(built.stdout).toContain("Compiling 7 dependencies, 2 at a time")
  expect(built.stdout).toContain("Mix tries part again")
  expect(built.stderr).toContain("The dependency part does not compile")
  expect(built.stderr).toContain("Error id: mix/dependency\n")
})

it("are compiled as ever where the user wants one after the other", async () => {
  const built = await build({}, { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "1" })
  expect(built.exitCode, built.stdout + built.stderr).toBe(0)
  expect(built.stdout).not.toContain("at a time")
})
