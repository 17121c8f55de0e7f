import { expect, it } from "vitest"
import { renderError } from "../../lib/heroku/output.ts"
import type { Ending } from "../../lib/io/ending.ts"
import { mixFailure } from "../../lib/mix/failure.ts"

function rendered(task: string, ending: Partial<Ending>): string {
  return renderError(mixFailure(task.split(" "), "prod", { exitCode: 1, lines: [], ...ending }))
}

const logs = {
  "a module of the app that does not compile": `
    Compiling 3 files (.ex)
    error: undefined variable "nmae"
    └─ lib/hello/greeting.ex:7:14: Hello.Greeting.greet/1
    == Compilation error in file lib/hello/greeting.ex ==
    ** (CompileError) lib/hello/greeting.ex: cannot compile module Hello.Greeting (errors have been logged)`,
  "a dependency that does not compile": `
    ==> bcrypt_elixir
    == Compilation error in file lib/bcrypt.ex ==
    ** (CompileError) lib/bcrypt.ex: cannot compile module Bcrypt (errors have been logged)
    could not compile dependency :bcrypt_elixir, "mix compile" failed. Errors may have been logged above. You can recompile this dependency with "mix deps.compile bcrypt_elixir --force", update it with "mix deps.update bcrypt_elixir" or clean it with "mix deps.clean bcrypt_elixir"`,
  "a dependency that make does not build": `
    c_src/argon2.c:1:10: fatal error: argon2.h: No such file or directory
    ** (Mix) Could not compile dependency :argon2_elixir, "make" command failed. Errors may have been logged above. You can recompile this dependency with "mix deps.compile argon2_elixir --force", update it with "mix deps.update argon2_elixir" or clean it with "mix deps.clean argon2_elixir"`,
  "a syntax error in mix.exs": `
    ** (SyntaxError) invalid syntax found on mix.exs:12:5:
        error: syntax error before: def`,
  "a syntax error as Elixir 1.14 tells it": `
    ** (SyntaxError) mix.exs:11:5: unexpected token: end
        |
     11 |     end
        |     ^`,
  "a package that is in no registry, or a network that is down": `
    Failed to fetch record for nimble_parsec from registry (using cache instead)
    {:failed_connect, [{:to_address, {~c"repo.hex.pm", 443}}, {:inet, [:inet], :nxdomain}]}
    ** (Mix) No package with name nimble_parsec (from: mix.exs) in registry`,
  "a file that ends too early": `
    ** (TokenMissingError) token missing on config/config.exs:40:4:
        error: missing terminator: end`,
  "an Elixir that is too old for the app": `
    ** (Mix) You're trying to run :hello on Elixir v1.14.5 but it has declared in its mix.exs file it supports only Elixir ~> 1.17`,
  "a variable that a config script raises about": `
    ** (RuntimeError) environment variable DATABASE_URL is missing.
    For example: ecto://USER:PASS@HOST/DATABASE`,
  "a variable that a config file fetches": `
    ** (System.EnvError) could not fetch environment variable "SECRET_KEY_BASE" because it is not set
        (elixir 1.18.4) lib/system.ex:705: System.fetch_env!/1`,
  "dependencies that are not those of the lock": `
    Unchecked dependencies for environment prod:
    * jason (Hex package)
      lock mismatch: the dependency is out of date. To fetch locked version run "mix deps.get"
    ** (Mix) Can't continue due to errors on dependencies`,
  "a private git dependency": `
    * Getting secret (git@example.com:me/secret.git)
    git@example.com: Permission denied (publickey).
    fatal: Could not read from remote repository.
    ** (Mix) Command "git --git-dir=.git fetch --force --quiet --progress" failed`,
  "a package that cannot be fetched": `
    Resolving Hex dependencies...
    Failed to fetch record for hexpm/phoenix from registry
    {:failed_connect, [{:to_address, {~c"repo.hex.pm", 443}}, {:inet, [:inet], :nxdomain}]}
    ** (Mix) Unknown package phoenix in lockfile`,
  "a tarball that cannot be fetched": `
    ** (Mix) Package fetch failed and no cached copy available (https://repo.hex.pm/tarballs/phoenix-1.8.1.tar)`,
  "a lock with another digest than the registry": `
    Resolving Hex dependencies...
    ** (Mix) Registry checksum mismatch against lock (cowboy 2.12.0)`,
  "a package with another digest than the registry": `
    * Getting cowboy (Hex package)
    ** (RuntimeError) Checksum mismatch against registry (inner)
        (hex 2.0.6) lib/hex/scm.ex:172: Hex.SCM.update/1`,
  "a registry that another key has signed": `
    17:11:21.889 [error] GenServer Hex.Registry.Server terminating
    ** (Mix.Error) Could not verify authenticity of fetched registry file. This may happen because a proxy or some entity is interfering with the download or because you don't have a public key to verify the registry.
    You may try again later or check if a new public key has been released on our public keys page: https://hex.pm/docs/public_keys`,
  "requirements that contradict each other": `
    Because your app depends on plug ~> 1.0 and phoenix ~> 1.8 depends on plug ~> 1.14, version solving failed.
    ** (Mix) Hex dependency resolution failed`,
  "warnings that count as errors": `
    warning: variable "x" is unused
    Compilation failed due to warnings while using the --warnings-as-errors option`,
  "a task that is not there": `
    ** (Mix) The task "phx.digest" could not be found. Did you mean "phx.digset"?`,
  "a release that is not there": `
    ** (Mix) Unknown release :hallo. The available releases are: [:hello]`,
  "a full disk": `
    ** (File.Error) could not write to file "_build/prod/lib/hello/ebin/hello.app": no space left on device`,
  "too little memory for the BEAM": `
    eheap_alloc: Cannot allocate 536870912 bytes of memory (of type "old_heap").
    Crash dump is being written to: erl_crash.dump...done`,
  "nothing that is known": `
    ** (Mix) something else`,
} as const

it.each(Object.entries(logs))("tells the user about %s", (_, log) => {
  const lines = log.split("\n").map((line) => line.slice(4))
  expect(rendered("compile", { lines })).toMatchSnapshot()
})

it.each([
  { how: "there is no mix", ending: { exitCode: 127, lines: ["mix: command not found"] } },
  {
    how: "there is no erl",
    ending: { exitCode: 127, lines: ["/layers/elixir/bin/elixir: 250: exec: erl: not found"] },
  },
  { how: "a task finds no command", ending: { exitCode: 127, lines: ["sh: 1: sass: not found"] } },
  { how: "the system has killed it", ending: { exitCode: undefined, signal: "SIGKILL" } },
  { how: "its shell was told that it was killed", ending: { exitCode: 137 } },
  { how: "another signal has ended it", ending: { exitCode: undefined, signal: "SIGSEGV" } },
])("tells the user when $how", ({ ending }) => {
  expect(rendered("assets.deploy", ending)).toMatchSnapshot()
})

it("does not take a warning of Hex for the cause", () => {
  const lines = ["Failed to fetch record for hexpm/phoenix from registry (using cache instead)", "** (Mix) other"]
  expect(mixFailure(["deps.get"], "prod", { exitCode: 1, lines }).id).toBe("mix/failed")
})

it("names the environment that the build is for", () => {
  expect(mixFailure(["compile"], "staging", { exitCode: 2, lines: [] }).help).toContain("MIX_ENV=staging mix compile")
})
