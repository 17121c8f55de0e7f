import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { noSpaceLine } from "../io/disk-error.ts"
import { type Ending, howItEnded, killed, wasKilled } from "../io/ending.ts"

interface KnownFailure {
  readonly pattern: RegExp
  readonly id: string
  readonly title: string
  readonly help: (folder: string) => string
}

const knownFailures: readonly KnownFailure[] = [
  {
    pattern: noSpaceLine,
    id: "disk/full",
    title: "The disk is full",
    help: () => "npm said so in the log above. Make room where the build and its cache are: df -h shows the disks.",
  },
  {
    pattern: /code EUSAGE|are in sync/,
    id: "npm/lock-out-of-date",
    title: "package-lock.json does not fit package.json",
    help: (folder) => prose`
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
    pattern: /code EBADENGINE/,
    id: "npm/engine",
    title: "A package does not want to run on this version of Node",
    help: () => prose`
      The log above says which versions it wants (Required) and which one it got (Actual). Choose one:
        heroku config:set NODE_VERSION=…
    `,
  },
  {
    pattern: /code (ERESOLVE|ETARGET)/,
    id: "npm/resolution",
    title: "npm finds no versions of the packages that fit package.json",
    help: (folder) => prose`
      It explains in the log above. Resolve it on your machine, and commit the lock, so that the build need not choose:
        npm install --prefix ${folder}
        git add ${folder}/package.json ${folder}/package-lock.json
    `,
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
    title: "The npm registry does not have a package that the app wants",
    help: () => "The log above names it. Is it private (then a token is missing), renamed or withdrawn?",
  },
  {
    pattern: /code (\w*CERT\w*|UNABLE_TO_\w+)/,
    id: "npm/certificate",
    title: "The npm registry's certificate is not trusted",
    help: () => "A proxy may sign with a certificate of its own. Name its file in NODE_EXTRA_CA_CERTS.",
  },
  {
    pattern: /code (ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)/,
    id: "npm/unreachable",
    title: "The npm registry cannot be reached",
    help: () => "Try again in a while. Behind a proxy set HTTPS_PROXY; another registry is set in .npmrc (registry=…).",
  },
  {
    pattern: /JavaScript heap out of memory/,
    id: "npm/out-of-memory",
    title: "Node ran out of memory",
    help: () =>
      "Let it have more, as far as the machine has it: heroku config:set NODE_OPTIONS=--max-old-space-size=4096",
  },
]

/** What a failed `npm ARGS` in a folder below the app means. */
export function npmFailure(folder: string, args: readonly string[], ending: Ending): BuildpackError {
  const { lines } = ending
  const command = `npm ${args.join(" ")}`
  if (lines.includes("npm: command not found")) return noNpm(command)
  if (wasKilled(ending)) return killed("npm", command)
  const known = knownFailures.find(({ pattern }) => lines.some((line) => pattern.test(line)))
  if (known !== undefined) return new BuildpackError(known.id, known.title, { help: known.help(folder) })
  return new BuildpackError("npm/failed", `${command} failed (${howItEnded(ending)})`, {
    help: prose`
      Its own message is in the log above. The same fails on your machine with:
        cd ${folder} && ${command}
    `,
  })
}

function noNpm(command: string): BuildpackError {
  return new BuildpackError("npm/not-found", `There is no npm to run ${command}`, {
    help: "Node comes with npm; the one on PATH does not. Take another version with NODE_VERSION.",
  })
}
