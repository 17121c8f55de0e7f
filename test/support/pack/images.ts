import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Images, isMade, makeImage, tagOf } from "../stack/images.ts"

/** The stack's images with what builders want of them, and one for what stands in for the internet. */
export interface CnbImages extends Images {
  /** Has docker-registry and skopeo. */
  readonly tools: string
}

const recipe = join(import.meta.dirname, "Dockerfile")

/** Makes the images that the daemon lacks. They are named by what they are made of. */
export async function makeCnbImages({ run, build }: Images): Promise<CnbImages> {
  const tag = tagOf(run, build, await readFile(recipe, "utf8"))
  const name = (target: string): string => `beampack-pack-${target}:${tag}`
  const images = { run: name("run"), build: name("build"), tools: name("tools") }
  for (const [target, image] of Object.entries(images)) {
    if (!(await isMade(image))) await makeImage(image, { recipe, target, args: { RUN: run, BUILD: build } })
  }
  return images
}
