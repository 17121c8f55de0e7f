/** All that a release's own script does still works once the release has lost what nothing runs. */
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import dedent from "dedent"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { freePort } from "../../scripts/free-port.ts"
import type { Ended } from "../support/stack/docker.ts"
import { makeSlug, runDyno, type Slug } from "../support/stack/dyno.ts"
import { createApp, type HerokuApp, push } from "../support/stack/heroku.ts"
import type { Source } from "../support/stack/source.ts"

const { packages } = inject("stack")
const root = "_build/prod/rel/hello"
const emulator = `${root}/erts-*/bin/beam.smp`

/** Gives the emulator a table of symbols, as upstream's has one and the mirror's does not. */
const addSymbols = dedent`
  cd "$(erl -noshell -eval 'io:put_chars(code:root_dir()), halt().')"/erts-*/bin
  for program in beam.smp heart; do
    # Beside it, since it may be running.
    objcopy --add-symbol mark=.text:0,function,global $program marked
    mv marked $program
  done
  file beam.smp
`

const source: Source = {
  folder: join(import.meta.dirname, "../../examples/hello"),
  files: { "elixir_buildpack.config": "hook_pre_compile='bash symbols.sh'\n", "symbols.sh": addSymbols },
}

/** Runs lines of shell as a dyno does, with a node of its own on the machine's network. */
async function run(slug: Slug, lines: string): Promise<Ended> {
  const node = `hello_${randomBytes(4).toString("hex")}@127.0.0.1`
  return runDyno(slug, `set -e; bin=${root}/bin/hello\n${lines}`, {
    vars: {
      PORT: "0",
      RELEASE_DISTRIBUTION: "name",
      RELEASE_NODE: node,
      ERL_EPMD_PORT: String(await freePort()),
    },
  })
}

/** Opens a remote shell as a person does, who waits for what it says, asks something and quits by ^G and q. */
const remote = dedent`
  see() { until grep -qF "$1" seen; do sleep 0.2; done; }
  touch seen
  {
    see 'iex('
    echo 'IO.puts(["remote on ", Application.spec(:hello, :vsn)])'
    see 'remote on 0.1.0'
    printf '\a'
    see ' -->'
    echo q
  } | TERM=xterm script -qec "$bin remote" /dev/null | tee seen
`

/** Starts it as a daemon, and stops it whatever comes of the lines. */
function runBesideDaemon(slug: Slug, lines: string, options = ""): Promise<Ended> {
  return run(
    slug,
    dedent`
      export HEART_COMMAND="$PWD/$bin daemon" ELIXIR_ERL_OPTIONS=${options}
      trap '$bin stop >/dev/null' EXIT
      $bin daemon
      until $bin rpc 'true = is_pid(Process.whereis(Hello.Counter))' >/dev/null 2>&1; do sleep 0.2; done
      ${lines}
    `,
  )
}

describe.each([
  { elixir: "1.14", stack: "heroku-22" },
  { elixir: "1.18", stack: "heroku-24" },
])("a release of Elixir $elixir", ({ elixir, stack }) => {
  let app: HerokuApp
  let slug: Slug

  async function build(vars: Readonly<Record<string, string>> = {}): Promise<Slug> {
    const built = await push(app, { source, buildpacks: [packages.pair], env: { STACK: stack }, vars })
    expect(built.exitCode, built.stdout + built.stderr).toBe(0)
    expect(built.stdout).toContain(`Elixir     ${elixir}.`)
    expect(built.stdout).toMatch(/beam\.smp: ELF .*, not stripped/)
    return makeSlug(built)
  }

  beforeAll(async () => {
    app = await createApp()
    slug = await build()
  })

  it("has programs without what only debuggers read, and none that compile", async () => {
    const lines = `cd ${root}; file -b erts-*/bin/{beam.smp,heart}; ls erts-*/bin releases/*`
    const { stdout } = await runDyno(slug, lines)
    expect(stdout.match(/^ELF .*, stripped$/gm)).toHaveLength(2)
    expect(stdout).not.toMatch(/not stripped|^(erlc|dialyzer|typer|ct_run|.*\.(src|script))$/m)
    expect(stdout).toMatch(/^epmd$/m)
  })

  it("says its version, and evaluates in a node that is not started", async () => {
    const ended = await run(slug, "$bin version; $bin eval 'IO.puts(inspect(Process.whereis(Hello.Counter)))'")
    expect(ended).toEqual({ exitCode: 0, stdout: "hello 0.1.0\nnil\n", stderr: "" })
  })

  it("compiles Elixir and Erlang at run time, when it is told to", async () => {
    const lines = dedent`
      $bin eval 'defmodule Made do def answer, do: 42 end; IO.puts(Made.answer())'
      echo '-module(made). -export([answer/0]). answer() -> 43.' >made.erl
      $bin eval '{:ok, :made} = :compile.file(~c"made"); IO.puts(apply(:made, :answer, []))'
    `
    const { exitCode, stdout, stderr } = await run(slug, lines)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
    expect(stdout).toBe("42\n43\n")
  })

  it("runs as a daemon that answers rpc, pid and a remote shell, is asked by erl_call, restarts and stops", async () => {
    const lines = dedent`
      $bin rpc 'IO.puts(["rpc to ", Application.spec(:hello, :vsn)])'
      kill -0 "$($bin pid)" && echo has a pid
      ${remote}
      cookie=$(cat ${root}/releases/COOKIE)
      ${root}/erts-*/bin/erl_call -name $RELEASE_NODE -c "$cookie" -a 'erlang system_info [otp_release]' && echo
      $bin restart
      until [ "$($bin rpc 'IO.puts(is_pid(Process.whereis(Hello.Counter)))' 2>/dev/null)" = true ]; do sleep 0.2; done
      echo started again
      pid=$($bin pid)
      $bin stop
      while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
      echo stopped
      trap - EXIT
    `
    const { exitCode, stdout, stderr } = await runBesideDaemon(slug, lines)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
    for (const said of ["rpc to 0.1.0", "has a pid", "remote on 0.1.0", "started again", "stopped"]) {
      expect(stdout).toContain(said)
    }
    expect(stdout).toMatch(/"2[57]"/)
  })

  it("is started again by heart when it was killed", async () => {
    const lines = dedent`
      first=$($bin pid)
      kill -KILL "$first"
      until second=$($bin pid 2>/dev/null) && [ "$second" != "$first" ]; do sleep 0.2; done
      echo started again
    `
    const { exitCode, stdout } = await runBesideDaemon(slug, lines, "-heart")
    expect(exitCode).toBe(0)
    expect(stdout).toContain("started again\n")
  })

  it("keeps what the user keeps", async () => {
    const whole = await build({ BEAMPACK_KEEP: emulator })
    const { stdout } = await runDyno(whole, `file -b ${root}/erts-*/bin/{beam.smp,heart}`)
    expect(stdout).toMatch(/^ELF .*, not stripped\nELF .*, stripped\n$/)
  })
})
