import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { cacheFolder } from "../../test/support/stack/cache.ts"
import { findDaemon } from "../../test/support/stack/daemon.ts"
import { removeLeftovers } from "../../test/support/stack/docker.ts"
import { makeHexRegistry } from "../../test/support/stack/hex-registry.ts"
import { type Images, makeImages } from "../../test/support/stack/images.ts"
import { alone } from "../../test/support/stack/lock.ts"
import { readMachineNetwork } from "../../test/support/stack/machine.ts"
import { makeStackMirror } from "../../test/support/stack/mirror.ts"
import { makeStackPackages } from "../../test/support/stack/packages.ts"
import { makeRunFolder } from "../../test/support/stack/run-folder.ts"

/** What a benchmark runs on and with. */
export interface Machine {
  readonly images: Images
  /** What is kept between runs. */
  readonly cache: string
  /** What this run makes; gone when the next one starts. */
  readonly work: string
  /** The pair's package, with its own Node. */
  readonly pair: string
  /** Erlang/OTP, Elixir, Hex, rebar3 and Node in upstream's layout. */
  readonly mirror: string
  /** Tarballs of real packages of Hex. */
  readonly realPackages: string
}

/** The stack tests' images, mirror and registry, made when they are not there yet, and the pair as users get it. */
export async function prepareMachine(): Promise<Machine & { release(): Promise<void> }> {
  process.umask(0o022)
  const cache = await cacheFolder()
  const run = await makeRunFolder(cache)
  const work = join(run, "work")
  await mkdir(work)
  const { pair } = await makeStackPackages(join(run, "packages"))
  const daemon = await findDaemon(cache)
  process.env.DOCKER_HOST = daemon.host
  try {
    const kept = await alone(join(cache, "setup.lock"), async () => {
      await removeLeftovers()
      const images = await makeImages(work)
      const network = await readMachineNetwork()
      const mirror = await makeStackMirror({ cache, work, images, network, pair })
      const { packages } = await makeHexRegistry({ cache, work, images, network })
      return { images, mirror, realPackages: join(packages, "tarballs") }
    })
    return { ...kept, cache, work, pair, release: daemon.release }
  } catch (error) {
    await daemon.release()
    throw error
  }
}
