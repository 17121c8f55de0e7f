import { mkdir, mkdtemp } from "node:fs/promises"
import { dirname, join } from "node:path"
import { inject } from "vitest"
import { runContainer } from "../stack/docker.ts"
import type { PackApp } from "./app.ts"

/** A folder of images, which stands in for a registry (https://github.com/opencontainers/image-spec/blob/main/image-layout.md). */
export interface Layout {
  readonly folder: string
  /** The name of the run image in it. */
  readonly runImage: string
}

/** The registry whose images it has. A name with a port is no name of a file for all who read it. */
const domain = "cnb.test"

/** Makes one that has the run image. */
export async function makeLayout(app: PackApp): Promise<Layout> {
  const { registry } = inject("pack")
  const folder = await mkdtemp(join(app.work, "layout-"))
  const runImage = `${domain}/run:latest`
  await mkdir(dirname(pathOf(folder, runImage)), { recursive: true })
  await skopeo(folder, [
    "--src-tls-verify=false",
    `docker://${registry.runImage}`,
    `oci:${pathOf("/layout", runImage)}`,
  ])
  return { folder, runImage }
}

/** The name for an app's image in a layout. */
export function layoutImage(name: string): string {
  return `${domain}/${name}:latest`
}

/** Puts an image of a layout into the registry. Returns its name there. */
export async function publishLayout({ folder }: Layout, image: string): Promise<string> {
  const name = image.replace(domain, inject("pack").registry.host)
  await skopeo(folder, ["--dest-tls-verify=false", `oci:${pathOf("/layout", image)}`, `docker://${name}`])
  return name
}

/** Where the lifecycle has an image. */
function pathOf(layout: string, image: string): string {
  return join(layout, image.replace(":", "/"))
}

async function skopeo(folder: string, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runContainer({
    image: inject("pack").images.tools,
    command: ["skopeo", "--insecure-policy", "copy", ...args],
    mounts: [{ from: folder, to: "/layout" }],
  })
  if (exitCode !== 0) throw new Error(`no image was copied:\n${stderr}`)
}
