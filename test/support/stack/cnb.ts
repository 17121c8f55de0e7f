import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, inject } from "vitest"
import { readDescriptor } from "../cnb/descriptor.ts"
import { type Cnb, type CnbBuild, type CnbBuildOptions, createCnb } from "../cnb/platform.ts"
import { type Origin, serveFolder } from "../origin.ts"
import { testDay } from "../today.ts"
import { dockerMachine } from "./cnb-machine.ts"
import { type Source, writeSource } from "./source.ts"

/** An app on a platform that builds in containers. */
export interface StackCnb {
  readonly cnb: Cnb
  /** What BEAMPACK_MIRROR names, and who was there. */
  readonly mirror: Origin
  build(source: Source, options?: StackBuildOptions): Promise<TimedBuild>
}

interface StackBuildOptions extends Pick<CnbBuildOptions, "vars" | "sourceTime"> {
  /** Without any network, and so without the mirror. */
  readonly offline?: boolean
}

export interface TimedBuild extends CnbBuild {
  readonly seconds: number
}

const root = join(import.meta.dirname, "../../..")

/** What Debian 13 calls itself in /etc/os-release. */
const distro = { name: "debian", version: "13" } as const

const works: { readonly work: string; readonly mirror: Origin }[] = []
afterAll(async () => {
  for (const { work, mirror } of works) {
    await mirror.close()
    // It takes a GB.
    await rm(work, { recursive: true })
  }
})

/** An app that was never built, and our buildpacks for it. Its folders are gone after the file's tests. */
export async function createStackCnb(): Promise<StackCnb> {
  const stack = inject("stack")
  const { packages } = stack
  const mirror = await serveFolder(stack.mirror)
  const work = await mkdtemp(join(stack.work, "cnb-"))
  works.push({ work, mirror })
  await chmod(work, 0o755)
  const buildpacks = [await compositeIn(work), packages.elixir, packages.static]
  const [composite] = await Promise.all(buildpacks.map(readDescriptor))
  const group = composite === undefined ? [] : [{ id: composite.id, version: composite.version, optional: false }]
  const network = { offline: false }
  const machine = await dockerMachine(work, { buildpacks, network })
  const cnb = createCnb(machine, work)
  return {
    cnb,
    mirror,
    build: async (source, { vars = {}, offline = false, ...options } = {}) => {
      network.offline = offline
      const began = performance.now()
      const build = await cnb.build({
        source: (folder) => writeSource(source, folder),
        buildpacks,
        order: [group],
        vars: { BEAMPACK_MIRROR: mirror.url, ...stack.network.vars, ...testDay, ...vars },
        target: { os: "linux", arch: process.arch === "arm64" ? "arm64" : "amd64", distro },
        ...options,
      })
      return { ...build, seconds: (performance.now() - began) / 1000 }
    },
  }
}

/** The descriptor of the composite is all there is to it. */
async function compositeIn(work: string): Promise<string> {
  const folder = join(work, "composite")
  await mkdir(folder)
  await execa("cp", [join(root, "buildpack.toml"), folder])
  return folder
}
