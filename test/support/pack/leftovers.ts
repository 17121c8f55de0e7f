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
  const volumes = await mineOf("volume", "{{.Name}}")
  const ofPack = await leftByPack(volumes)
  await remove(["rm", "--force"], ofPack.containers)
  await remove(["image", "rm", "--force"], [...(await mineOf("image", "{{.Repository}}:{{.Tag}}")), ...ofPack.images])
  await remove(["volume", "rm"], [...volumes, ...ofPack.volumes])
  const nameless = ["--filter", "dangling=true", "--filter", "label=beampack-pack"]
  await remove(["image", "rm", "--force"], await lines(["image", "ls", "--quiet", ...nameless]))
}

/** What a killed pack has left: containers with volumes of ours, and what else those have, under names by chance. */
async function leftByPack(volumes: readonly string[]) {
  const filters = volumes.flatMap((name) => ["--filter", `volume=${name}`])
  const containers = filters.length === 0 ? [] : await lines(["ps", "--all", "--quiet", ...filters])
  const inspect = async (format: string): Promise<readonly string[]> =>
    containers.length === 0 ? [] : lines(["inspect", "--format", format, ...containers])
  return {
    containers,
    images: await inspect("{{.Config.Image}}"),
    volumes: (await inspect("{{range .Mounts}}{{.Name}} {{end}}")).flatMap((line) => line.split(" ").filter(Boolean)),
  }
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
