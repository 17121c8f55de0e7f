import { mkdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Env } from "../../lib/core/env.ts"
import { BuildpackError } from "../../lib/core/error.ts"
import { prose } from "../../lib/core/prose.ts"
import type { Arch } from "../../lib/core/target.ts"
import { lastWords } from "../../lib/io/ending.ts"
import { digestFile, exists, readIfExists } from "../../lib/io/files.ts"
import { run } from "../../lib/io/run.ts"
import { nodeArch } from "../../lib/versions/node-index.ts"

export interface NodeContext {
  /** The checkout: its package-lock.json pins Node. */
  readonly root: string
  /** A folder to unpack into. */
  readonly work: string
  readonly env: Env
}

/** What package-lock.json says of one package. */
interface Pin {
  readonly name: string
  readonly version: string
  /** `sha512-` and base64. */
  readonly integrity: string
}

/**
 * A folder with npm's package of the pinned Node for an architecture: `bin/node`, LICENSE and package.json. npm has
 * installed the one for this machine; the other one is fetched, verified and kept. Throws `package/no-node` and
 * `package/wrong-node`.
 */
export async function nodePackage(arch: Arch, { root, work, env }: NodeContext): Promise<string> {
  const pin = await readPin(root, `node-linux-${nodeArch[arch]}`)
  const installed = join(root, "node_modules", pin.name)
  const manifest = await readIfExists(join(installed, "package.json"))
  if (manifest !== undefined && JSON.parse(manifest).version === pin.version) return installed

  const file = join(root, "node_modules/.cache/beampack", `${pin.name}-${pin.version}.tgz`)
  if (!(await isPinned(file, pin))) {
    await fetchPackage(pin, dirname(file), arch, env)
    if (!(await isPinned(file, pin))) throw wrongNode(pin, file)
  }
  const folder = join(work, pin.name)
  const { extract } = await import("tar/extract")
  await mkdir(folder, { recursive: true })
  const members = ["bin/node", "LICENSE", "package.json"].map((path) => `package/${path}`)
  await extract({ file, cwd: folder, strip: 1, strict: true }, members)
  return folder
}

async function readPin(root: string, name: string): Promise<Pin> {
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"))
  return { name, ...lock.packages[`node_modules/${name}`] }
}

async function isPinned(file: string, { integrity }: Pin): Promise<boolean> {
  if (!(await exists(file))) return false
  const expected = Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex")
  return (await digestFile(file, "sha512")) === expected
}

async function fetchPackage({ name, version }: Pin, into: string, arch: Arch, env: Env): Promise<void> {
  await mkdir(into, { recursive: true })
  const args = ["pack", `${name}@${version}`, "--ignore-scripts", "--loglevel=error"]
  const { exitCode, lines } = await run("npm", args, { cwd: into, env })
  if (exitCode !== 0) throw noNode(`${name}@${version}`, arch, lines)
}

function noNode(spec: string, arch: Arch, lines: readonly string[]): BuildpackError {
  const other = arch === "amd64" ? "arm64" : "amd64"
  return new BuildpackError("package/no-node", `npm could not fetch ${spec}`, {
    help: prose`
      It is the Node for the ${arch} packages. npm said:

          ${lastWords(lines)}

      Where the registry does not have it, make the packages for the other architecture
      alone: npm run package -- --arch ${other}
    `,
  })
}

function wrongNode({ name, version, integrity }: Pin, file: string): BuildpackError {
  return new BuildpackError("package/wrong-node", `The registry's ${name}@${version} is not the pinned one`, {
    help: prose`
      package-lock.json wants ${integrity},
      and ${file}
      has another digest. Is another registry set? See: npm config get registry
    `,
  })
}
