import { createHash } from "node:crypto"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"

/** The images of the stack, by what they are for. */
export interface Images {
  /** Where apps run: no compilers, no git, no Python. */
  readonly run: string
  /** Where they are built. */
  readonly build: string
}

const recipe = join(import.meta.dirname, "Dockerfile")
/** In a mount namespace of its own, so that of what it mounts nothing is left when it is killed. */
const debootstrap = ["unshare", "--mount", "debootstrap", "--variant=minbase", "trixie"] as const

/** Makes the images that the daemon lacks, in the folder `work`. They are named by their recipe once they are complete. */
export async function makeImages(work: string): Promise<Images> {
  const base = `beampack-stack-base:${tagOf(debootstrap.join(" "))}`
  const tag = tagOf(base, await readFile(recipe, "utf8"))
  const images = { run: `beampack-stack-run:${tag}`, build: `beampack-stack-build:${tag}` }
  if ((await isMade(images.run)) && (await isMade(images.build))) return images
  if (!(await isMade(base))) await makeBase(base, join(work, "rootfs"))
  for (const target of ["run", "build"] as const) {
    await makeImage(images[target], { recipe, target, args: { BASE: base } })
  }
  return images
}

interface ImageOptions {
  /** A Dockerfile that copies nothing. */
  readonly recipe: string
  readonly target: string
  readonly args: Readonly<Record<string, string>>
}

/** Makes an image by a target of a recipe. */
export async function makeImage(image: string, { recipe, target, args }: ImageOptions): Promise<void> {
  const values = Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`])
  const how = ["--network", "host", ...values, ...proxies(), "--target", target]
  // By the builder that is part of the daemon; another one would have to be installed.
  const options = { env: { DOCKER_BUILDKIT: "0" }, inputFile: recipe }
  await execa("docker", ["build", "--quiet", ...how, "--tag", image, "-"], options)
}

/** A tag for an image that depends on these texts. */
export function tagOf(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12)
}

/** Whether the daemon has the image. */
export async function isMade(image: string): Promise<boolean> {
  const { exitCode } = await execa("docker", ["image", "inspect", image], { reject: false })
  return exitCode === 0
}

async function makeBase(image: string, rootfs: string): Promise<void> {
  const [program, ...how] = debootstrap
  await execa(program, [...how, rootfs])
  const args = ["-C", rootfs, "--exclude=./var/cache/apt/archives/*.deb", "-c", "."]
  await execa("tar", args, { buffer: { stdout: false } }).pipe("docker", ["import", "-", image])
  await rm(rootfs, { recursive: true })
}

/** What docker hands on to apt without keeping it in the image. */
function proxies(): readonly string[] {
  return ["http_proxy", "https_proxy", "no_proxy"].flatMap((name) =>
    process.env[name] === undefined ? [] : ["--build-arg", name],
  )
}
