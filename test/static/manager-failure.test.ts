import { expect, it } from "vitest"
import { renderError } from "../../lib/heroku/output.ts"
import type { Ending } from "../../lib/io/ending.ts"
import { managerFailure } from "../../lib/static/manager-failure.ts"
import { managers } from "../../lib/static/managers.ts"

function rendered(typed: string, ending: Partial<Ending>, manager: keyof typeof managers = "npm"): string {
  const command = { manager: managers[manager], folder: "assets", args: typed.split(" ") }
  return renderError(managerFailure(command, { exitCode: 1, lines: [], ...ending }))
}

const logs = {
  "a lock that does not fit": `
    npm error code EUSAGE
    npm error
    npm error \`npm ci\` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with \`npm install\` before continuing.
    npm error
    npm error Missing: left-pad@1.3.0 from lock file`,
  "a package that was changed": `
    npm error code EINTEGRITY
    npm error sha512-AAAA integrity checksum failed when using sha512: wanted sha512-AAAA but got sha512-BBBB. (4300 bytes)`,
  "a registry that wants a login": `
    npm error code E401
    npm error Incorrect or missing password.`,
  "a package that is not there": `
    npm error code E404
    npm error 404 Not Found - GET https://registry.example.com/nope - Not found
    npm error 404  'nope@1.0.0' is not in this registry.`,
  "a version that is not there": `
    npm error code ETARGET
    npm error notarget No matching version found for left-pad@99.0.0.`,
  "packages that contradict each other": `
    npm error code ERESOLVE
    npm error ERESOLVE unable to resolve dependency tree
    npm error Found: react@19.0.0`,
  "a Node that is too old": `
    npm error code EBADENGINE
    npm error engine Unsupported engine
    npm error engine Not compatible with your version of node/npm: vite@7.0.0
    npm error notsup Required: {"node":"^20.19.0 || >=22.12.0"}
    npm error notsup Actual:   {"npm":"10.8.2","node":"v20.11.0"}`,
  "no network, in the words of npm 9": `
    npm ERR! code EAI_AGAIN
    npm ERR! syscall getaddrinfo
    npm ERR! request to https://registry.example/left-pad failed, reason: getaddrinfo EAI_AGAIN registry.example`,
  "a proxy with a certificate of its own": `
    npm error code SELF_SIGNED_CERT_IN_CHAIN
    npm error request to https://registry.example/left-pad failed, reason: self-signed certificate in certificate chain`,
  "a full disk": `
    npm error code ENOSPC
    npm error syscall write
    npm error errno -28
    npm error nospc ENOSPC: no space left on device, write`,
  "too little memory for Node": `
    FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory`,
  "nothing that is known": `
    npm error Lifecycle script \`build\` failed with error:
    npm error code 1`,
} as const

it.each(Object.entries(logs))("tells the user about %s", (_, log) => {
  const lines = log.split("\n").map((line) => line.slice(4))
  expect(rendered("ci", { lines })).toMatchSnapshot()
})

const lockOutOfDate = {
  yarn: "error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.",
  berry: "➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.",
  pnpm: ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date',
  bun: "error: lockfile had changes, but lockfile is frozen",
} as const

it.each(Object.entries(lockOutOfDate))("knows a lock that does not fit, in the words of %s", (manager, line) => {
  expect(rendered("install", { lines: [line] }, manager as keyof typeof lockOutOfDate)).toMatchSnapshot()
})

it.each([
  { line: `error Couldn't find package "nope" on the "npm" registry.`, id: "yarn/unknown-package" },
  { line: `error Couldn't find any versions for "is-odd" that matches "99.0.0"`, id: "yarn/resolution" },
  { line: `error Error: https://registry.example/x: Request "x" returned a 401`, id: "yarn/auth" },
  { line: "error Error: connect ECONNREFUSED 127.0.0.1:1", id: "yarn/unreachable" },
  { line: `error vite@7.0.0: The engine "node" is incompatible with this module.`, id: "yarn/engine" },
  { line: "➤ YN0035: │ nope@npm:1.0.0: Package not found", id: "berry/unknown-package" },
  { line: "➤ YN0082: │ is-odd@npm:99.0.0: No candidates found", id: "berry/resolution" },
  { line: "➤ YN0041: │ left-pad@npm:1.3.0: Invalid authentication (as an anonymous user)", id: "berry/auth" },
  { line: " ERR_PNPM_FETCH_404  GET https://registry.example/nope: Not Found - 404", id: "pnpm/unknown-package" },
  { line: " ERR_PNPM_NO_MATCHING_VERSION  No matching version found for is-odd@99.0.0", id: "pnpm/resolution" },
  { line: " ERR_PNPM_FETCH_401  GET https://registry.example/left-pad: Unauthorized - 401", id: "pnpm/auth" },
  { line: " ERR_PNPM_META_FETCH_FAIL  GET https://registry.example/left-pad", id: "pnpm/unreachable" },
  { line: "error: GET https://registry.example/nope - 404", id: "bun/unknown-package" },
  { line: 'error: No version matching "99.0.0" found for specifier "is-odd"', id: "bun/resolution" },
  { line: "error: GET https://registry.example/left-pad - 401", id: "bun/auth" },
  { line: "error: ConnectionRefused downloading package manifest left-pad", id: "bun/unreachable" },
] as const)("tells $id by its words", ({ line, id }) => {
  const [command, what] = id.split("/") as [keyof typeof managers, string]
  const error = managerFailure(
    { manager: managers[command], folder: "assets", args: ["install"] },
    { exitCode: 1, lines: [line] },
  )
  expect(error.id).toBe(`${managers[command].command}/${what}`)
})

it.each([
  "➤ YN0041: │ left-pad@npm:1.3.0: Invalid authentication (as an anonymous user)",
  "➤ YN0001: │ RequestError: connect ECONNREFUSED 127.0.0.1:1",
])("names the settings file of the later Yarn: %s", (line) => {
  expect(rendered("install", { lines: [line] }, "berry")).toMatchSnapshot()
})

it("names the folder only when there is one", () => {
  const command = { manager: managers.pnpm, folder: ".", args: ["install"] }
  const { help } = managerFailure(command, { exitCode: 1, lines: [lockOutOfDate.pnpm] })
  expect(help).toContain("\n  pnpm install && git add package.json pnpm-lock.yaml")
})

it.each([
  { how: "there is no npm", ending: { exitCode: 127, lines: ["npm: command not found"] } },
  { how: "a script finds no command", ending: { exitCode: 127, lines: ["sh: 1: esbuild: not found"] } },
  { how: "the system has killed it", ending: { exitCode: undefined, signal: "SIGKILL" } },
  { how: "its shell was told that it was killed", ending: { exitCode: 137 } },
  { how: "another signal has ended it", ending: { exitCode: undefined, signal: "SIGSEGV" } },
])("tells the user when $how", ({ ending }) => {
  expect(rendered("run build", ending)).toMatchSnapshot()
})
