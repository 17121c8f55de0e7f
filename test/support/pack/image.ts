import { execa } from "execa"
import { inject, onTestFinished } from "vitest"
import { freePort } from "../../../scripts/free-port.ts"
import { type Ended, runContainer, startContainer } from "../stack/docker.ts"
import { type Web, webOf } from "../stack/web.ts"

/** A layer of an image. */
export interface ImageLayer {
  /** Of what it holds. */
  readonly digest: string
  /** What its maker says of it; "" for the run image's. */
  readonly title: string
  readonly bytes: number
}

/** What the daemon knows of an image. */
export interface Image {
  /** From the lowest on. */
  readonly layers: readonly ImageLayer[]
  /** Of all layers, unpacked. */
  readonly bytes: number
  readonly labels: Readonly<Record<string, string>>
}

/** Asks the daemon about an image. */
export async function inspectImage(name: string): Promise<Image> {
  const [{ RootFS, Size, Config }] = JSON.parse((await execa("docker", ["image", "inspect", name])).stdout)
  const digests: readonly string[] = RootFS.Layers
  const format = ["--no-trunc", "--human=false", "--format", "{{.Size}} {{.CreatedBy}}"]
  const { stdout } = await execa("docker", ["history", ...format, name])
  const lines = stdout.split("\n").toReversed()
  const layers = digests.map((digest, index) => {
    const [bytes = "", ...title] = (lines[index] ?? "").split(" ")
    return { digest, title: title.join(" "), bytes: Number(bytes) }
  })
  return { layers, bytes: Size, labels: Config.Labels ?? {} }
}

/** The layers of an image that another one lacks. */
export function layersBeyond(image: Image, other: Image): readonly ImageLayer[] {
  const digests = other.layers.map(({ digest }) => digest)
  return image.layers.filter(({ digest }) => !digests.includes(digest))
}

/** Starts the default process as any user of root's group, who can write nowhere in the image. It is gone after the test. */
export async function startImage(image: string): Promise<Web> {
  const port = String(await freePort())
  // Nodes of one name would meet on the machine's network.
  const env = { PORT: port, RELEASE_DISTRIBUTION: "none" }
  const container = startContainer({ image, command: [], user: "12345:0", readOnly: true, env })
  onTestFinished(container.remove)
  return webOf(container, port)
}

/** Runs a command in the environment of the image's processes, to its end. */
export async function runInImage(image: string, command: readonly string[]): Promise<Ended> {
  return runContainer({ image, entrypoint: "launcher", command })
}

/** What pack tells about an image of the registry. */
export async function packInspect(image: string): Promise<PackInspection> {
  const { program, env } = inject("pack")
  const { stdout } = await execa(program, ["inspect", image, "--output", "json"], { env })
  return JSON.parse(stdout).remote_info
}

interface PackInspection {
  readonly buildpacks: readonly { readonly id: string; readonly version: string }[]
  readonly processes: readonly {
    readonly type: string
    readonly command: string
    readonly default: boolean
    readonly args: readonly string[]
  }[]
}
