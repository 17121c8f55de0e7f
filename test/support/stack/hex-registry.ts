import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { runContainer } from "./docker.ts"
import type { Images } from "./images.ts"
import type { MachineNetwork } from "./machine.ts"

/** Real packages of Hex, and what an app needs that takes them from there. */
export interface HexRegistry {
  /** What a mirror of Hex serves, with `public_key`. */
  readonly packages: string
  /** The lock of test/fixtures/hex-site. */
  readonly lock: string
}

const recipe = join(import.meta.dirname, "hex-registry.sh")
const mixExs = join(import.meta.dirname, "../../fixtures/hex-site/mix.exs")

interface RegistryContext {
  readonly cache: string
  /** A folder on the cache's disk. */
  readonly work: string
  readonly images: Images
  readonly network: MachineNetwork
}

/** Packs Debian's sources in the stack's image. It is done once, and again when what decides about it has changed. */
export async function makeHexRegistry({ cache, work, images, network }: RegistryContext): Promise<HexRegistry> {
  const hash = createHash("sha256").update(images.build)
  for (const file of [recipe, mixExs]) hash.update(await readFile(file))
  const name = `hex-registry-${hash.digest("hex").slice(0, 12)}`
  const folder = join(cache, name)
  const registry = { packages: join(folder, "public"), lock: join(folder, "mix.lock") }
  if ((await readdir(cache)).includes(name)) return registry
  const made = join(work, "hex-registry")
  await mkdir(made)
  const { exitCode, stdout, stderr } = await runContainer({
    image: images.build,
    user: "root",
    command: ["/hex-registry.sh", "/registry", "/mix.exs"],
    env: network.vars,
    mounts: [
      ...network.mounts,
      { from: recipe, to: "/hex-registry.sh", readOnly: true },
      { from: mixExs, to: "/mix.exs", readOnly: true },
      { from: made, to: "/registry" },
    ],
  })
  if (exitCode !== 0) throw new Error(`no registry of Hex packages could be made:\n${stdout}${stderr}`)
  await rename(made, folder)
  return registry
}
