import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { setup as setUpStack } from "../stack/setup.ts"
import { makeBuilders } from "./builders.ts"
import { type Clients, findClients } from "./clients.ts"
import type { PackContext } from "./context.ts"
import { type CnbImages, makeCnbImages } from "./images.ts"
import { removeRunImages, runPrefix } from "./leftovers.ts"
import { makeLifecycle } from "./lifecycle.ts"
import { makeCnbPackages } from "./packages.ts"
import { publish, startRegistry } from "./registry.ts"

/** Makes the stack, and on it what real clients need: builders and a registry. Fails when there are no real clients. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const clients = await findClients(process.env)
  const closing = [await setUpStack(project), removeRunImages]
  const tearDown = async (): Promise<void> => {
    for (const close of closing.toReversed()) await close()
  }
  try {
    await removeRunImages()
    const { stack } = project.getProvidedContext()
    const work = join(stack.work, "pack")
    await mkdir(work)
    const images = await makeCnbImages(stack.images)
    const registry = await startRegistry(images.tools, work)
    closing.push(registry.stop)
    const runImage = await publish(images.run, registry)
    const built = await makeBuilt(clients, images, work)
    project.provide("pack", { ...built, images, registry: { host: registry.host, runImage } })
    return tearDown
  } catch (error) {
    await tearDown()
    throw error
  }
}

/** What pack is started with, and what it makes of packages. */
async function makeBuilt(
  { pack: program, lifecycle: programs }: Clients,
  images: CnbImages,
  work: string,
): Promise<Omit<PackContext, "images" | "registry">> {
  // Where it keeps its settings, and a key for the names of volumes, for which it would make one.
  const env = { PACK_HOME: join(work, "home"), PACK_VOLUME_KEY: "beampack", NO_COLOR: "1" }
  const prefix = runPrefix()
  const packages = await makeCnbPackages(join(work, "packages"))
  const { folder: lifecycle, archive } = await makeLifecycle(programs, work)
  const builders = await makeBuilders({ program, env, prefix, images, archive, packages, work })
  return { program, env, lifecycle, prefix, packages, builders }
}
