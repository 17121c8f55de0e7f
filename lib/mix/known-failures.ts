import { prose } from "../core/prose.ts"
import { setVariable } from "../core/variable-advice.ts"
import { lockMismatch } from "./lock-mismatch.ts"

/** One known failure: the line that gives it away, and what to tell the user. */
export interface KnownFailure {
  readonly pattern: RegExp
  readonly id: string
  title(match: RegExpExecArray): string
  help(match: RegExpExecArray, mixEnv: string): string
}

/** Of the dependencies that are there, some are not those of mix.exs and mix.lock, or some are missing. */
export const UNCHECKED = "mix/unchecked"

/** The first of the list that matches counts: what is the cause of others stands before them. */
export const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /Cannot (?:re)?allocate \d+ bytes of memory/,
    id: "mix/out-of-memory",
    title: () => "Erlang ran out of memory",
    help: () => "Build on a machine with more memory, or compile with fewer processes: ELIXIR_ERL_OPTIONS='+fnu +S 1'",
  },
  {
    pattern: /You're trying to run :?(\w+) on Elixir v(\S+) but .* supports only Elixir (.+?)\.?$/,
    id: "mix/elixir-version",
    title: ([, app, version]) => `${app} does not want to run on Elixir ${version}`,
    help: ([, , , wanted]) => prose`
      mix.exs says that it supports only Elixir ${wanted}. Choose such a version, in .tool-versions or as a config var:
        ${setVariable("ELIXIR_VERSION=…")}
    `,
  },
  {
    pattern:
      /environment variable ["']?([A-Z][A-Z0-9_]*)["']? is (?:missing|not set)|could not fetch environment variable "([^"]+)"/,
    id: "mix/missing-variable",
    title: ([, a, b]) => `The build needs the environment variable ${a ?? b}`,
    help: ([, a, b]) => prose`
      A config file asks for ${a ?? b} while the app is built. What is known only when the app runs belongs in
      config/runtime.exs; what the build needs is set as a config var:
        ${setVariable(`${a ?? b}=…`)}
    `,
  },
  {
    pattern:
      /could not read Username for|Permission denied \(publickey|Host key verification failed|Authentication failed for/,
    id: "git/auth",
    title: () => "A git dependency may not be read",
    help: () => prose`
      Its address is in the log above, and git was refused access there. Give a private repository in mix.exs by an
      https address with a token that a config var holds, or take the package from a private Hex organization.
    `,
  },
  {
    pattern: /Failed to fetch record for '?(?:\w+\/)?(\w+)(?!.*using cache)|Package fetch failed .*\/tarballs\/(\w+)-/,
    id: "hex/unreachable",
    title: ([, a, b]) => `Hex cannot fetch ${a ?? b}`,
    help: () => prose`
      The reason is in the log above. If the network is at fault, build again in a while, or behind a proxy set
      HTTPS_PROXY. A private package needs its organization's key: mix hex.organization auth in
      hook_pre_fetch_dependencies.
    `,
  },
  {
    pattern: /Registry (?:checksum|dependencies) mismatch against lock \((\w+) (\S+)\)/,
    id: lockMismatch.id,
    title: ([, name = "", version = ""]) => lockMismatch.title(name, version),
    help: ([, name = ""]) => lockMismatch.help(name),
  },
  {
    pattern: /Checksum mismatch against registry/,
    id: "hex/damaged-package",
    title: () => "A package is not what Hex's registry says",
    help: () => prose`
      It is the last one that the log above gets; Hex has thrown it away. Build again, and when it happens again, check
      the mirror (HEX_MIRROR) or proxy that it comes through.
    `,
  },
  {
    pattern: /Could not verify authenticity of fetched registry file/,
    id: "hex/signature",
    title: () => "The Hex registry is signed with another key than expected",
    help: () => prose`
      A mirror (HEX_MIRROR) that signs with its own key needs that key in the app, and in elixir_buildpack.config:
        hook_pre_fetch_dependencies="mix hex.repo set hexpm --public-key FILE"
      Without such a mirror something on the way has changed the registry: check proxies.
    `,
  },
  {
    pattern: /No package with name (\w+) \(from: .*\) in registry/,
    id: "hex/no-package",
    title: ([, name]) => `Hex knows no package ${name}`,
    help: ([, name]) => prose`
      Is ${name} spelled right in mix.exs? When the log above also says that a record could not be fetched
      (failed_connect, timeout), the network is at fault: build again in a while, or behind a proxy set HTTPS_PROXY.
    `,
  },
  {
    pattern: /Hex dependency resolution failed/,
    id: "hex/resolution",
    title: () => "The dependencies in mix.exs contradict each other",
    help: () => prose`
      Hex explains in the log above which ones. Resolve it on your machine, and commit the lock:
        mix deps.get
        git add mix.exs mix.lock
    `,
  },
  {
    pattern: /^Unchecked dependencies for environment /,
    id: UNCHECKED,
    title: () => "Mix is not content with the dependencies",
    help: (_, mixEnv) => prose`
      The log above says which ones and why. See to it on your machine, and commit the lock:
        mix deps.get
        MIX_ENV=${mixEnv} mix compile
        git add mix.exs mix.lock
    `,
  },
  {
    pattern: /[Cc]ould not compile dependency :(\w+)/,
    id: "mix/dependency",
    title: ([, name]) => `The dependency ${name} does not compile`,
    help: ([, name], mixEnv) => sameFails(mixEnv, `mix deps.compile ${name} --force`),
  },
  {
    pattern: /^== Compilation error in file (\S+) ==/,
    id: "mix/compile",
    title: ([, file]) => `The app does not compile: ${file}`,
    help: (_, mixEnv) => sameFails(mixEnv, "mix compile"),
  },
  {
    pattern: /^\*\* \((?:SyntaxError|TokenMissingError|MismatchedDelimiterError)\).*? (\S+?):(\d+)(?::|$)/,
    id: "mix/syntax",
    title: ([, file, line]) => `The syntax of ${file} is wrong, at line ${line}`,
    help: (_, mixEnv) => sameFails(mixEnv, "mix compile"),
  },
  {
    pattern: /Compilation failed due to warnings while using the --warnings-as-errors option/,
    id: "mix/warnings",
    title: () => "The app compiles with warnings, which count as errors here",
    help: () =>
      "They are in the log above. Mend them, or leave out --warnings-as-errors (warnings_as_errors in mix.exs).",
  },
  {
    pattern: /Unknown release :?"?(\w+)"?/,
    id: "release/unknown-name",
    title: ([, name]) => `mix.exs defines no release called ${name}`,
    help: () => "The log above lists the releases there are. Set BEAMPACK_RELEASE to one of them, or remove it.",
  },
  {
    pattern: /The task "([^"]+)" could not be found/,
    id: "mix/unknown-task",
    title: ([, task]) => `There is no Mix task ${task}`,
    help: (_, mixEnv) =>
      `Is the dependency that brings it in mix.exs also for the environment ${mixEnv} (only: …), and spelled right?`,
  },
]

function sameFails(mixEnv: string, command: string): string {
  return prose`
    Its message is in the log above. The same fails on your machine with:
      MIX_ENV=${mixEnv} ${command}
  `
}
