/** Real Node, real package managers, and the npm registry of this machine: each makes a lock, then builds by it. */

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, expect, it } from "vitest"
import { readTarget } from "../../../lib/io/machine.ts"
import { mirrorNode } from "../../../lib/mirror/npm-node.ts"
import { type Files, tempDir, writeFiles } from "../../support/app.ts"
import { plainApp } from "../../support/apps.ts"
import { copyOfTree, type HookResult, runHook } from "../../support/hook.ts"

const root = join(import.meta.dirname, "../../..")

let mirror: string
let registry: string
/** Of all builds here, so that Node is installed once. */
let cache: string

beforeAll(async () => {
  mirror = await mkdtemp(join(tmpdir(), "beampack-node-"))
  const work = join(mirror, ".work")
  await mkdir(work)
  cache = join(mirror, ".cache")
  const { env } = process
  const target = await readTarget(env)
  const signal = new AbortController().signal
  await mirrorNode({ root, dir: mirror, work, env, target, output: () => {}, signal })
  registry = (await execa("npm", ["config", "get", "registry"])).stdout.trim()
}, 120_000)
afterAll(() => rm(mirror, { recursive: true, force: true }))

/** What a certificate of this machine's needs. */
const certificates = process.env.NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS } : {}

interface Built extends HookResult {
  /** A file below assets/ of the built app. */
  readonly file: (name: string) => Promise<string>
}

async function build(files: Files): Promise<Built> {
  const work = await tempDir("real")
  const app = await writeFiles(join(work, "app"), { ...plainApp, ...files })
  const vars = {
    BEAMPACK_MIRROR: mirror,
    npm_config_registry: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_NODE_LINKER: "node-modules",
    ...certificates,
  }
  const env = await writeFiles(join(work, "env"), vars)
  const result = await runHook(await copyOfTree("beampack-static"), "compile", [app, cache, env], {
    env: { HOME: await tempDir("home") },
  })
  return { ...result, file: (name) => readFile(join(app, "assets", name), "utf8") }
}

function app(packageManager: string, lock: Files = {}, wanted = "7.0.0"): Files {
  const scripts = { build: "node build.js" }
  return {
    "assets/package.json": JSON.stringify({
      name: "assets",
      private: true,
      packageManager,
      scripts,
      devDependencies: { "is-number": wanted },
    }),
    "assets/build.js":
      'require("fs").writeFileSync("built", require("is-number")(5) + " by " + process.env.npm_config_user_agent)\n',
    ...lock,
  }
}

/** As corepack writes them behind a version in packageManager. */
const digests: Readonly<Record<string, string>> = {
  "yarn@1.22.22": "sha1.ac34549e6aa8e7ead463a7407e1c7390f61a6610",
  "yarn@4.9.2":
    "sha512.1fc009bc09d13cfd0e19efa44cbfc2b9cf6ca61482725eb35bbc5e257e093ebf4130db6dfe15d604ff4b79efd8e1e8e99b25fa7d0a6197c9f9826358d4d65c3c",
  "pnpm@10.19.0":
    "sha512.c9fc7236e92adf5c8af42fd5bf1612df99c2ceb62f27047032f4720b33f8eacdde311865e91c411f2774f618d82f320808ecb51718bfa82c060c4ba7c76a32b8",
}

it.each<{ command: string; version: string; lock: string; refuses?: true }>([
  { command: "yarn", version: "1.22.22", lock: "yarn.lock" },
  { command: "yarn", version: "4.9.2", lock: "yarn.lock" },
  { command: "pnpm", version: "10.19.0", lock: "pnpm-lock.yaml" },
  { command: "pnpm", version: "12.21.0", lock: "pnpm-lock.yaml", refuses: true },
  { command: "bun", version: "1.4.5", lock: "bun.lock", refuses: true },
  { command: "npm", version: "10.9.4", lock: "package-lock.json" },
])(
  "builds with $command $version, by its lock and from the cache",
  { timeout: 120_000 },
  async ({ command, version, lock, refuses }) => {
    const name = `${command}@${version}`
    const digest = digests[name]
    const named = digest === undefined ? name : `${name}+${digest}`
    const first = await build(app(named))
    expect(first).toMatchObject({ exitCode: 0, stderr: "" })
    expect(first.stdout).toContain(`-----> Installing ${command} ${version}\n`)
    expect(await first.file("built")).toMatch(new RegExp(`^true by ${command}/${version.replaceAll(".", "\\.")} `))

    const locked = { [`assets/${lock}`]: await first.file(lock) }
    const second = await build(app(named, locked))
    expect(second).toMatchObject({ exitCode: 0, stderr: "" })
    expect(second.stdout).toContain(`Using ${command} ${version} from the cache`)
    expect(await second.file("built")).toMatch(/^true by /)

    // Of the others it is enough that manager-failure.test.ts has their words.
    if (!refuses) return
    const third = await build(app(named, locked, "6.0.0"))
    expect(third.stderr).toContain(`Error id: ${command}/lock-out-of-date`)
  },
)
