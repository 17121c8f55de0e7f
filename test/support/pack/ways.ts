import { execa } from "execa"
import { inject } from "vitest"
import type { Origin } from "../origin.ts"
import {
  createPackApp,
  createPublishedApp,
  onAnotherMachine,
  type PackBuild,
  type PackOptions,
  packBuild,
} from "./app.ts"
import { type Image, inspectImage } from "./image.ts"
import { layoutImage, makeLayout, publishLayout } from "./layout.ts"
import { createMachine, runPhases } from "./machine.ts"

/** A way in which platforms build apps. */
export interface Way {
  readonly title: string
  /** An app that was never built. */
  start(): Promise<WayApp>
}

/** An app that is built in one way only. */
export interface WayApp {
  readonly mirror: Origin
  /** Throws the log when there is no image. */
  build(options: Pick<PackOptions, "source" | "env">): Promise<WayBuild>
}

export interface WayBuild extends PackBuild {
  /** The name by which the daemon has the image, until the next build. */
  readonly name: string
  readonly image: Image
}

/** With a daemon, with a registry, with a folder; by pack, by the creator and by the five phases. */
export const ways: readonly Way[] = [
  {
    title: "pack",
    start: async () => {
      const app = await createPackApp()
      return { mirror: app.mirror, build: async (options) => kept(app.image, await packBuild(app, options)) }
    },
  },
  {
    title: "pack that publishes, each time on a machine that knows nothing",
    start: async () => {
      const app = await createPublishedApp()
      return {
        mirror: app.mirror,
        build: async (options) => pulled(app.image, await packBuild(onAnotherMachine(app), options)),
      }
    },
  },
  {
    title: "the creator with a folder for images",
    start: async () => {
      const app = await createPackApp()
      const layout = await makeLayout(app)
      const image = layoutImage(app.image)
      const machine = await createMachine(app, image, { layout })
      return {
        mirror: app.mirror,
        build: async (options) => {
          const build = await runPhases(machine, { ...options, phases: "creator" })
          return pulled(await publishLayout(layout, image), build)
        },
      }
    },
  },
  {
    title: "the five phases, each time on a machine that knows nothing",
    start: async () => {
      const app = await createPublishedApp()
      const { runImage } = inject("pack").registry
      const store = { runImage, cacheImage: `${app.image}-cache` }
      return {
        mirror: app.mirror,
        build: async (options) => {
          const machine = await createMachine(app, app.image, store)
          return pulled(app.image, await runPhases(machine, { ...options, phases: "five phases" }))
        },
      }
    },
  },
]

async function pulled(name: string, build: PackBuild): Promise<WayBuild> {
  await execa("docker", ["pull", "--quiet", name])
  return { ...build, name, image: await inspectImage(name) }
}

async function kept(name: string, build: PackBuild): Promise<WayBuild> {
  return { ...build, name, image: await inspectImage(name) }
}
