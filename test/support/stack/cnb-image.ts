import { randomBytes } from "node:crypto"
import { chmod, link, mkdtemp, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { inject, onTestFinished } from "vitest"
import { freePort } from "../../../scripts/free-port.ts"
import { entriesOf } from "../cnb/archive.ts"
import type { Image } from "../cnb/image.ts"
import { type Container, type ContainerOptions, type Ended, startContainer } from "./docker.ts"
import { type Web, webOf } from "./web.ts"

/** An image that a daemon has. */
export interface DockerImage {
  readonly tag: string
  /** What its layers add to the run image, unpacked. */
  readonly bytes: number
  remove(): Promise<void>
}

/** Makes an image of the run image and the layers of an app. */
export async function makeDockerImage({ layers, labels, env, workdir }: Image): Promise<DockerImage> {
  const { images, work } = inject("stack")
  const context = await mkdtemp(join(work, "cnb-image-"))
  const added: string[] = []
  for (const layer of layers) {
    // An archive of nothing is a file to docker.
    if ((await entriesOf(layer)).length === 0) continue
    const name = `${added.length}.tar`
    await link(layer.file, join(context, name))
    added.push(`ADD ${name} /`)
  }
  const lines = [
    `FROM ${images.run}`,
    ...added,
    ...Object.entries(env).map(([name, value]) => `ENV ${name}=${JSON.stringify(value)}`),
    ...Object.entries(labels).map(([name, value]) => `LABEL ${JSON.stringify(name)}=${JSON.stringify(value)}`),
    `WORKDIR ${workdir}`,
  ]
  await writeFile(join(context, "Dockerfile"), `${lines.join("\n")}\n`)
  const tag = `beampack-cnb:${randomBytes(6).toString("hex")}`
  await execa("docker", ["build", "--quiet", "--tag", tag, context], { env: { DOCKER_BUILDKIT: "0" } })
  await rm(context, { recursive: true })
  return {
    tag,
    bytes: (await sizeOf(tag)) - (await sizeOf(images.run)),
    remove: async () => {
      await execa("docker", ["image", "rm", "--force", tag])
    },
  }
}

async function sizeOf(image: string): Promise<number> {
  const { stdout } = await execa("docker", ["image", "inspect", "--format", "{{.Size}}", image])
  return Number(stdout)
}

export interface ProcessOptions extends Pick<ContainerOptions, "stdin" | "user" | "readOnly" | "tmpfs" | "env"> {}

/** Runs a process of an image to its end: its type and arguments, or `--` and a program. */
export async function runProcess(
  image: DockerImage,
  args: readonly string[],
  options?: ProcessOptions,
): Promise<Ended> {
  return (await startProcess(image, args, options)).ended
}

/** Starts `web`. It is gone after the test. */
export async function startWebOf(image: DockerImage, { env, ...options }: ProcessOptions = {}): Promise<Web> {
  const port = String(await freePort())
  return webOf(await startProcess(image, ["web"], { ...options, env: { PORT: port, ...env } }), port)
}

const folder = "/cnb/lifecycle"

async function startProcess(
  { tag }: DockerImage,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<Container> {
  const { packages } = inject("stack")
  const container = startContainer({
    ...options,
    image: tag,
    command: [`${folder}/node`, "--disable-warning=ExperimentalWarning", `${folder}/launcher.mjs`, ...args],
    // All containers are on one network here, and so they would share the names of nodes.
    env: { RELEASE_DISTRIBUTION: "none", ...options.env },
    mounts: [
      { from: join(packages.pair, "node/bin/node"), to: `${folder}/node`, readOnly: true },
      { from: await launcherFile(), to: `${folder}/launcher.mjs`, readOnly: true },
    ],
  })
  onTestFinished(container.remove)
  return container
}

let launcher: Promise<string> | undefined

/** The platform's launcher as one file, which Node alone can run. */
function launcherFile(): Promise<string> {
  launcher ??= bundle(join(inject("stack").work, `launcher-${process.pid}.mjs`))
  return launcher
}

async function bundle(file: string): Promise<string> {
  const { rolldown } = await import("rolldown")
  const input = join(import.meta.dirname, "../cnb/launcher.ts")
  const made = await rolldown({ input, platform: "node" })
  await made.write({ file, format: "esm" })
  await made.close()
  await chmod(file, 0o644)
  return file
}
