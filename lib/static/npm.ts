import { join } from "node:path"
import dedent from "dedent"
import type { EnvDelta } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { StepContext } from "../core/step.ts"
import { run } from "../io/run.ts"

/** Runs npm in a folder below the app. What it printed is in the log when it fails. */
export async function npm(
  folder: string,
  args: readonly string[],
  { app, env, output, signal }: StepContext,
): Promise<void> {
  output({ kind: "detail", text: `npm ${args.join(" ")}` })
  const result = await run("npm", args, { cwd: join(app, folder), env, output, signal })
  if (result.exitCode !== 0) throw npmFailure(folder, args, result.exitCode, result.lines)
}

/** npm's own cache, kept between builds, and less chatter in the log. */
export function npmDeltas(cache: string): readonly EnvDelta[] {
  const settings = { cache, audit: "false", fund: "false", update_notifier: "false", progress: "false" }
  return Object.entries(settings).map(([name, value]) => ({
    scope: "build",
    name: `npm_config_${name}`,
    change: { action: "default", value },
  }))
}

interface KnownFailure {
  readonly pattern: RegExp
  readonly id: string
  readonly title: string
  readonly help: (folder: string) => string
}

const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /code EUSAGE|are in sync/,
    id: "npm/lock-out-of-date",
    title: "package-lock.json does not fit package.json",
    help: (folder) => dedent`
      npm ci installs exactly what the lock says, and the two files disagree. Bring the lock up to date and commit it:
        npm install --prefix ${folder}
        git add ${folder}/package.json ${folder}/package-lock.json
    `,
  },
  {
    pattern: /code EINTEGRITY/,
    id: "npm/integrity",
    title: "A package from the registry is not the one in package-lock.json",
    help: () =>
      "Its digest differs, so it was not installed. The log above names it; compare it with a fresh npm install.",
  },
  {
    pattern: /code (E401|E403|ENEEDAUTH)/,
    id: "npm/auth",
    title: "The npm registry refused access to a package",
    help: () => "A private package needs a token: set NPM_TOKEN as a config var and name it in .npmrc.",
  },
  {
    pattern: /code E404/,
    id: "npm/unknown-package",
    title: "The npm registry does not have a package that the lock names",
    help: () => "The log above names it. Is it private (then a token is missing), renamed or withdrawn?",
  },
  {
    pattern: /code (ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)/,
    id: "npm/unreachable",
    title: "The npm registry cannot be reached",
    help: () => "Try again in a while. Behind a proxy set HTTPS_PROXY; another registry is set in .npmrc (registry=…).",
  },
]

/** What a failed `npm ARGS` means. */
export function npmFailure(
  folder: string,
  args: readonly string[],
  exitCode: number | undefined,
  lines: readonly string[],
): BuildpackError {
  const command = `npm ${args.join(" ")}`
  if (exitCode === 127) return new BuildpackError("npm/not-found", `There is no npm to run ${command}`, { help: noNpm })
  const known = knownFailures.find(({ pattern }) => lines.some((line) => pattern.test(line)))
  if (known !== undefined) return new BuildpackError(known.id, known.title, { help: known.help(folder) })
  return new BuildpackError("npm/failed", `${command} failed (exit ${exitCode ?? "by a signal"})`, {
    help: `Its own message is in the log above. The same fails on your machine with:\n  cd ${folder} && ${command}`,
  })
}

const noNpm = "Node comes with npm; the one on PATH does not. Set NODE_VERSION to let beampack install Node with npm."
