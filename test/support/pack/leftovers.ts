import { execa } from "execa"
import { isAlive } from "../alive.ts"

/** Also with a registry before it. */
const pattern = /(?:^|\/)beampack-pack-(\d+)-/

/** The beginning of the names of a run's images and volumes. */
export function runPrefix(): string {
  return `beampack-pack-${process.pid}-`
}

/** Removes the images and volumes of this run, and of those that were killed. */
export async function removeRunImages(): Promise<void> {
  const images = await mineOf("image", "{{.Repository}}:{{.Tag}}")
  const volumes = await mineOf("volume", "{{.Name}}")
  // The containers that pack itself had started.
  const filters = volumes.flatMap((name) => ["--filter", `volume=${name}`])
  const containers = filters.length === 0 ? [] : await lines(["ps", "--all", "--quiet", ...filters])
  await remove(["rm", "--force", "--volumes"], containers)
  await remove(["image", "rm", "--force"], images)
  await remove(["volume", "rm"], volumes)
  const nameless = ["--filter", "dangling=true", "--filter", "label=beampack-pack"]
  await remove(["image", "rm", "--force"], await lines(["image", "ls", "--quiet", ...nameless]))
}

async function mineOf(kind: "image" | "volume", format: string): Promise<readonly string[]> {
  const names = await lines([kind, "ls", "--format", format])
  return names.filter((name) => {
    const pid = Number(pattern.exec(name)?.[1] ?? 0)
    return pid === process.pid || (pid > 0 && !isAlive(pid))
  })
}

async function lines(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await execa("docker", args)
  return stdout.split("\n").filter((line) => line !== "")
}

async function remove(command: readonly string[], names: readonly string[]): Promise<void> {
  if (names.length > 0) await execa("docker", [...command, ...names], { reject: false })
}
