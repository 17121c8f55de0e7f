/** Dependencies that were put in place without Mix, in the eyes of real Hex and Mix. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import { createApp, push } from "../support/stack/heroku.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"

const { packages } = inject("stack")

/** Compares them with those that Hex puts there, has Mix look at both, and prints what it finds. */
const script = `#!/bin/bash
set -eo pipefail
say() { echo "CHECK $*"; }
told() { grep -cE "^\\\\* (Getting|Updating)" "$1" || true; }

cp -a deps ours
mix deps.get --check-locked --only prod >log 2>&1
say "fetched by mix deps.get --check-locked: $(told log)"
cmp -s mix.lock mix.lock.before && say "mix.lock is the same"

rm -rf deps
mix deps.get --only prod >log 2>&1
say "fetched by Hex: $(told log)"
diff -r --no-dereference --exclude=.hex deps ours && say "files are the same"
modes() { (cd "$1" && find . -printf '%P %y %m %l\\\\n' | sort); }
diff <(modes deps) <(modes ours) && say "modes are the same"
elixir -e '
  read = fn folder -> for f <- Path.wildcard(folder <> "/*/.hex", match_dot: true), do: :erlang.binary_to_term(File.read!(f)) end
  if read.("deps") == read.("ours") and read.("deps") != [], do: IO.puts("CHECK manifests are the same")
  same = for f <- Path.wildcard("deps/*/.hex", match_dot: true), do: File.read!(f) == File.read!(String.replace_prefix(f, "deps", "ours"))
  IO.puts("manifests of the same bytes: #{Enum.count(same, & &1)} of #{length(same)}")
'
rm -rf deps log
mv ours deps
`

const after = `#!/bin/bash
set -eo pipefail
echo "CHECK ok by mix deps: $(mix deps | grep -c '^  ok$')"
echo "CHECK compiled again: $(mix compile 2>&1 | grep -cE 'Compil|Generated' || true)"
`

it("are file by file those of Hex, and Mix is content with them", async () => {
  const mirror = await startFullMirror()
  const site = await hexSite()
  const config = [
    await readFile(join(site.folder, "elixir_buildpack.config"), "utf8"),
    "hook_pre_compile='cp mix.lock mix.lock.before; bash check.sh'",
    "hook_post_compile='bash after.sh'",
  ]
  const files = {
    ...site.files,
    "elixir_buildpack.config": `${config.join("\n")}\n`,
    "check.sh": script,
    "after.sh": after,
  }
  const built = await push(await createApp(), {
    source: { ...site, files },
    buildpacks: [packages.pair],
    vars: mirror.vars,
  })
  expect(built.exitCode, built.stdout + built.stderr).toBe(0)
  const checks = [...built.stdout.matchAll(/CHECK (.*)/g)].map(([, text]) => text)
  expect(checks, built.stdout).toEqual([
    "fetched by mix deps.get --check-locked: 0",
    "mix.lock is the same",
    "fetched by Hex: 6",
    "files are the same",
    "modes are the same",
    "manifests are the same",
    "ok by mix deps: 6",
    "compiled again: 0",
  ])
})
