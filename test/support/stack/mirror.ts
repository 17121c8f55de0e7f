import { createHash } from "node:crypto"
import { readdir, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { runContainer } from "./docker.ts"
import type { Images } from "./images.ts"
import type { MachineNetwork } from "./machine.ts"

const root = join(import.meta.dirname, "../../..")

export interface MirrorContext {
  readonly cache: string
  /** For what is not complete yet, on the same disk. */
  readonly work: string
  readonly images: Images
  readonly network: MachineNetwork
  /** The pair, with its own Node. */
  readonly pair: string
}

/**
 * A mirror with the Erlang/OTP and Elixir of this machine's distribution and those of the stack's, which also has Hex, and
 * with Node. It is made once, by `beampack mirror`, and again when what makes it has changed.
 */
export async function makeStackMirror({ cache, work, images, network, pair }: MirrorContext): Promise<string> {
  const name = `mirror-${await key(images)}`
  const mirror = join(cache, name)
  if ((await readdir(cache)).includes(name)) return mirror
  const made = join(work, "mirror")
  await execa(join(pair, "bin/beampack"), ["mirror", made, "--from-apt"])
  const script = "apt-get update -qq && exec /beampack/bin/beampack mirror /mirror --from-apt"
  const { exitCode, stderr } = await runContainer({
    image: images.build,
    user: "root",
    command: ["sh", "-c", script],
    env: { HOME: "/root", ...network.vars },
    mounts: [...network.mounts, { from: pair, to: "/beampack", readOnly: true }, { from: made, to: "/mirror" }],
  })
  if (exitCode !== 0) throw new Error(`no mirror could be made in the stack's image:\n${stderr}`)
  await rename(made, mirror)
  return mirror
}

/** Of the images, and of our own sources that decide what a mirror has. */
async function key(images: Images): Promise<string> {
  const hash = createHash("sha256").update(images.build)
  const folder = join(root, "lib/mirror")
  const sources = (await readdir(folder)).toSorted().map((name) => join(folder, name))
  for (const file of [...sources, join(root, "lib/node.lock")]) hash.update(await readFile(file))
  return hash.digest("hex").slice(0, 12)
}
