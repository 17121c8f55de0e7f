import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { expect, it } from "vitest"
import { tempApp } from "../support/app.ts"
import { releaseApp } from "../support/apps.ts"
import { beampack, cli, shell } from "../support/cli.ts"
import { stubMirror } from "../support/toolchain.ts"

it("prints its version", async () => {
  const manifest = await readFile(join(import.meta.dirname, "../../buildpack.toml"), "utf8")
  const version = /^version = "(.+)"$/m.exec(manifest)?.[1]
  expect(await cli(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" })
})

it.each([
  { args: ["--help"], words: ["Commands:", "Examples:", "Exit codes:", "128+n"] },
  {
    args: ["build", "--help"],
    words: ["--env-file", "Examples:", "BEAMPACK_MIRROR", "ERLANG_VERSION", "XDG_CACHE_HOME"],
  },
  { args: ["run", "--help"], words: ["--port", "Examples:", "HOME", ".profile.d"] },
  { args: ["plan", "--help"], words: ["--json", "--procfile", "Examples:", "BEAMPACK_MIRROR", "| jq -r"] },
  { args: ["versions", "--help"], words: ["--for", "--arch", "--all", "--json", "Examples:", "BEAMPACK_MIRROR"] },
  { args: ["lock", "--help"], words: ["--for", "--check", "Examples:", "beampack.lock"] },
  { args: ["mirror", "--help"], words: ["--from-apt", "Examples:", "BEAMPACK_MIRROR", "HTTPS_PROXY"] },
])("helps with $args", async ({ args, words }) => {
  const { exitCode, stdout, stderr } = await cli(args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
  for (const word of words) expect(stdout).toContain(word)
})

it.each([
  { args: [], says: "Usage: beampack [options] [command]" },
  { args: ["biuld"], says: "error: unknown command 'biuld'\n(Did you mean build?)" },
  { args: ["--nope"], says: "error: unknown option '--nope'" },
  { args: ["--\x1b[31mred"], says: "error: unknown option '--\\x1b[31mred'" },
  { args: ["build", "--nope"], says: "Usage: beampack build [options] [app]\nMore: beampack build --help" },
  { args: ["build", "a", "b"], says: "error: too many arguments" },
  { args: ["build", "--out"], says: "error: option '-o, --out <dir>' argument missing" },
  { args: ["run"], says: "error: missing required argument 'dir'" },
  { args: ["run", "x", "--port", "http"], says: "A port is a number up to 65535." },
  { args: ["plan", "--json", "--procfile"], says: "cannot be used with option '--json'" },
  {
    args: ["versions", "ruby"],
    says: "value 'ruby' is invalid for argument 'runtime'. Allowed choices are erlang, elixir, node.",
  },
  { args: ["versions", "--arch", "sparc"], says: "Allowed choices are amd64, arm64." },
  { args: ["versions", "--for"], says: "error: option '--for <system>' argument missing" },
  { args: ["mirror"], says: "Usage: beampack mirror [options] <dir>" },
  { args: ["mirror", "x", "--from-apt", "--node", "24.0.0"], says: "cannot be used with option '--node <version>'" },
])("refuses $args with 2 and the usage", async ({ args, says }) => {
  const { exitCode, stdout, stderr } = await cli(args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" })
  expect(stderr).toContain(says)
  expect(stderr).toContain("Usage: beampack")
})

it("ends quietly when nobody reads its answer", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp(releaseApp)
  const line = `set -o pipefail; { sleep 0.1; beampack plan '${app}'; } 2> >(cat >&2) | true`
  const { exitCode, stdout, stderr } = await shell(line, { env: { BEAMPACK_MIRROR: dir } })
  expect({ exitCode, stdout }).toEqual({ exitCode: 141, stdout: "" })
  expect(stderr).not.toMatch(/EPIPE|bug|!/)
})

it("ends the build when nobody reads its log", async () => {
  const { dir } = await stubMirror()
  const config = `hook_pre_compile="while echo waiting; do sleep 0.05; done"\n`
  const app = await tempApp({ ...releaseApp, "elixir_buildpack.config": config })
  const line = `set -o pipefail; beampack build '${app}' --out out 2>&1 | head -1; ls -A`
  const { stdout, stderr } = await shell(line, { env: { BEAMPACK_MIRROR: dir } })
  expect({ stdout, stderr }).toEqual({
    stdout: "-----> Planning the build (beampack/elixir, beampack/static)\n",
    stderr: "",
  })
})

it("shows NODE_OPTIONS to no process of its own", async () => {
  const { exitCode } = await cli(["--version"], { env: { NODE_OPTIONS: "--require=/no/such/file.cjs" } })
  expect(exitCode).toBe(0)
})

it("shows the stack of a failure that it did not foresee, and calls it its own bug", async () => {
  const { exitCode, stdout, stderr } = await shell(`'${dirname(beampack)}/launch' nothing`)
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
  expect(stderr).toMatch(
    /^ ! {5}beampack itself failed; this is a bug in it\.\nError: beampack has no hook called nothing\n +at .+main\.js:/,
  )
})
