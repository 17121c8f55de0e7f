import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { setVariable } from "../core/variable-advice.ts"
import { diskFullIn } from "../io/disk-error.ts"
import { type Ending, howItEnded, killed, wasKilled } from "../io/ending.ts"
import type { Manager } from "./managers.ts"

/** What was run: `npm ci` in the folder `assets` below the app. */
interface Command {
  readonly manager: Pick<Manager, "command" | "lock" | "settingsFile">
  readonly folder: string
  readonly args: readonly string[]
}

interface KnownFailure {
  readonly pattern: RegExp
  /** After the package manager's name, as in `npm/auth`. */
  readonly what: string
  readonly title: (command: Command) => string
  readonly help: (command: Command) => string
}

/** Each in the words of npm, yarn, pnpm and bun. */
const knownFailures: readonly KnownFailure[] = [
  {
    pattern:
      /code EUSAGE|are in sync|lockfile needs to be updated|YN0028|ERR_PNPM_(?:OUTDATED_LOCKFILE|FROZEN_LOCKFILE_WITH_OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH)|lockfile is frozen/,
    what: "lock-out-of-date",
    title: ({ manager }) => `${manager.lock} does not fit package.json`,
    help: (command) => prose`
      Exactly what the lock says is installed, and the two files disagree. Bring the lock up to date and commit it:
        ${refresh(command)}
    `,
  },
  {
    pattern: /code EINTEGRITY|Integrity check failed|YN0018|ERR_PNPM_TARBALL_INTEGRITY|IntegrityCheckFailed/,
    what: "integrity",
    title: ({ manager }) => `A package from the registry is not the one in ${manager.lock}`,
    help: () => "Its digest differs, so it was not installed. The log above names it; compare it with a fresh install.",
  },
  {
    pattern: /code EBADENGINE|engine "node" is incompatible|ERR_PNPM_UNSUPPORTED_ENGINE/,
    what: "engine",
    title: () => "A package does not want to run on this version of Node",
    help: () => prose`
      The log above says which versions it wants and which one it got. Choose one:
        ${setVariable("NODE_VERSION=…")}
    `,
  },
  {
    pattern:
      /code (ERESOLVE|ETARGET)|ERR_PNPM_NO_MATCHING_VERSION|Couldn't find any versions for|No version matching|YN0082/,
    what: "resolution",
    title: ({ manager }) => `${manager.command} finds no versions of the packages that fit package.json`,
    help: (command) => prose`
      It explains in the log above. Resolve it on your machine, and commit the lock, so that the build need not choose:
        ${refresh(command)}
    `,
  },
  {
    pattern: /code (E401|E403|ENEEDAUTH)|ERR_PNPM_FETCH_40[13]|YN0041|returned a 40[13]|^error: GET .* - 40[13]$/,
    what: "auth",
    title: () => "The npm registry refused access to a package",
    help: ({ manager }) =>
      `A private package needs a token: set NPM_TOKEN as a config var and name it in ${manager.settingsFile.name}.`,
  },
  {
    pattern: /code E404|ERR_PNPM_FETCH_404|YN0035|Couldn't find package|^error: GET .* - 404$/,
    what: "unknown-package",
    title: () => "The npm registry does not have a package that the app wants",
    help: () => "The log above names it. Is it private (then a token is missing), renamed or withdrawn?",
  },
  {
    pattern: /code (\w*CERT\w*|UNABLE_TO_\w+)/,
    what: "certificate",
    title: () => "The npm registry's certificate is not trusted",
    help: () => "A proxy may sign with a certificate of its own. Name its file in NODE_EXTRA_CA_CERTS.",
  },
  {
    pattern:
      /(?:code |getaddrinfo |connect |RequestError: )(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)|ERR_PNPM_META_FETCH_FAIL|ConnectionRefused/,
    what: "unreachable",
    title: () => "The npm registry cannot be reached",
    help: ({ manager: { settingsFile } }) => prose`
      Try again in a while. Behind a proxy set HTTPS_PROXY.
      Another registry is set in ${settingsFile.name} (${settingsFile.registry}).
    `,
  },
  {
    pattern: /JavaScript heap out of memory/,
    what: "out-of-memory",
    title: () => "Node ran out of memory",
    help: () => prose`
      Let it have more, as far as the machine has it:
        ${setVariable("NODE_OPTIONS=--max-old-space-size=4096")}
    `,
  },
]

/** What a failed run of a package manager means. */
export function managerFailure(command: Command, ending: Ending): BuildpackError {
  const { manager, folder, args } = command
  const { lines } = ending
  const name = manager.command
  const typed = `${name} ${args.join(" ")}`
  if (lines.includes(`${name}: command not found`)) return noManager(name, typed)
  if (wasKilled(ending)) return killed(name, typed)
  const full = diskFullIn(lines)
  if (full !== undefined) return full
  const known = knownFailures.find(({ pattern }) => lines.some((line) => pattern.test(line)))
  if (known !== undefined) {
    return new BuildpackError(`${name}/${known.what}`, known.title(command), { help: known.help(command) })
  }
  return new BuildpackError(`${name}/failed`, `${typed} failed (${howItEnded(ending)})`, {
    help: prose`
      Its own message is in the log above. The same fails on your machine with:
        cd ${folder} && ${typed}
    `,
  })
}

/** What to type to have the lock written anew. */
function refresh({ manager, folder }: Command): string {
  const enter = folder === "." ? "" : `cd ${folder} && `
  return `${enter}${manager.command} install && git add package.json ${manager.lock}`
}

function noManager(name: string, typed: string): BuildpackError {
  return new BuildpackError(`${name}/not-found`, `There is no ${name} to run ${typed}`, {
    help: "Node comes with npm; the one on PATH does not. Take another version with NODE_VERSION.",
  })
}
