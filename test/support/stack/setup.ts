import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { readTarget } from "../../../lib/io/machine.ts"
import { cacheFolder } from "./cache.ts"
import { findDaemon } from "./daemon.ts"
import { removeLeftovers } from "./docker.ts"
import { makeHexRegistry } from "./hex-registry.ts"
import { makeImages } from "./images.ts"
import { alone } from "./lock.ts"
import { readMachineNetwork } from "./machine.ts"
import { type MirrorContext, makeStackMirror } from "./mirror.ts"
import { makeStackPackages } from "./packages.ts"
import { makeRunFolder } from "./run-folder.ts"
import "./stack.ts"

/** Makes what is not there yet of docker, images, mirror and packages, and hands all of it to the tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await checkMachine()
  // Who builds an app in a container has to read what we make.
  process.umask(0o022)
  const cache = await cacheFolder()
  const run = await makeRunFolder(cache)
  const work = join(run, "work")
  await mkdir(work)
  const packages = await makeStackPackages(join(run, "packages"))
  const daemon = await findDaemon(cache)
  process.env.DOCKER_HOST = daemon.host
  const tearDown = async (): Promise<void> => {
    await removeLeftovers()
    await rm(run, { recursive: true, force: true })
    await daemon.release()
  }
  try {
    project.provide("stack", { ...(await makeKept({ cache, work, pair: packages.pair })), packages, work })
    return tearDown
  } catch (error) {
    await tearDown()
    throw error
  }
}

/** What is kept for other runs. Two at once do not make the same thing twice. */
async function makeKept({ cache, work, pair }: Pick<MirrorContext, "cache" | "work" | "pair">) {
  return alone(join(cache, "setup.lock"), async () => {
    await removeLeftovers()
    const images = await makeImages(work)
    const network = await readMachineNetwork()
    const mirror = await makeStackMirror({ cache, work, images, network, pair })
    const registry = await makeHexRegistry({ cache, work, images, network })
    return { images, network, mirror, registry }
  })
}

async function checkMachine(): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new Error("The stack tests work for root alone, who makes images and owns files for other users.")
  }
  const { distro } = await readTarget({})
  if (distro.name !== "debian" || distro.version !== "12") {
    throw new Error("The stack tests need a Debian 12 machine: its Elixir 1.14 stands in for heroku-22's.")
  }
}
