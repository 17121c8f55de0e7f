import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { execa } from "execa"
import { stringify } from "smol-toml"
import { inject } from "vitest"
import { writeFiles } from "../app.ts"
import { groupOf, type Sample, writeSample } from "../cnb/sample.ts"
import { eventually } from "../eventually.ts"
import { assignments } from "../stack/assignments.ts"
import { type Container, type Ended, runContainer, startContainer } from "../stack/docker.ts"

/** A container with the lifecycle, which does one build after the other. */
export interface SampleMachine {
  readonly container: Container
  /** On this machine; below it are the folders of apps. */
  readonly folder: string
}

/** An app that is built by buildpacks of a few lines. */
export interface SampleApp {
  readonly machine: SampleMachine
  /** The name of its image in the registry. */
  readonly image: string
  /** Its folder on this machine. */
  readonly work: string
}

interface SampleOptions {
  readonly processType?: string | undefined
  /** Variables of the user. */
  readonly vars?: Readonly<Record<string, string>>
  /** Optional ones by their place in the group. */
  readonly optional?: readonly number[]
}

/** Where the container has the folders of apps. */
const inside = "/samples"

/** What the image of the build has in its environment: a part of it is not for buildpacks. */
const imageVars = {
  PATH: "/usr/bin:/bin",
  HOME: "/root",
  HOSTNAME: "builder",
  LANG: "en_US.UTF-8",
  STACK: "heroku-24",
  CNB_PLATFORM_API: "0.15",
  CNB_USER_ID: "1000",
  CNB_GROUP_ID: "1000",
} as const

/** Starts the container. Whoever does that removes it. */
export async function startSampleMachine(): Promise<SampleMachine> {
  const { images, lifecycle } = inject("pack")
  const folder = await mkdtemp(join(inject("stack").work, "samples-"))
  await chmod(folder, 0o755)
  const mounts = [
    { from: folder, to: inside },
    { from: lifecycle, to: "/cnb/lifecycle", readOnly: true },
  ]
  const container = startContainer({ image: images.run, user: "root", command: ["sleep", "infinity"], mounts })
  await eventually(async () => (await container.exec(["true"])).exitCode === 0)
  return { container, folder }
}

/** An app that was never built. */
export async function createSampleApp(machine: SampleMachine): Promise<SampleApp> {
  const work = await mkdtemp(join(machine.folder, "app"))
  for (const name of ["cache", "platform"]) await mkdir(join(work, name))
  const { registry, prefix } = inject("pack")
  return { machine, work, image: `${registry.host}/${prefix}${basename(work).toLowerCase()}` }
}

/** Builds the app by the creator. */
export async function createSampleImage(
  { machine, image, work }: SampleApp,
  samples: readonly Sample[],
  { processType, vars = {}, optional = [] }: SampleOptions = {},
): Promise<Ended> {
  const { registry } = inject("pack")
  for (const sample of samples) await placeSample(join(work, "buildpacks"), sample)
  await writeFiles(work, {
    "order.toml": stringify({ order: [{ group: groupOf(samples, optional) }] }),
    "app/app.txt": "app",
  })
  await writeFiles(join(work, "platform/env"), vars)
  await execa("chown", ["-R", "1000:1000", work])

  const here = join(inside, basename(work))
  const env = {
    ...imageVars,
    CNB_RUN_IMAGE: registry.runImage,
    CNB_BUILDPACKS_DIR: `${here}/buildpacks`,
    CNB_ORDER_PATH: `${here}/order.toml`,
    CNB_PLATFORM_DIR: `${here}/platform`,
    CNB_CACHE_DIR: `${here}/cache`,
    CNB_PROCESS_TYPE: processType,
  }
  const script = `rm -rf /layers /workspace; mkdir /layers; cp -a ${here}/app /workspace; exec "$@"`
  const creator = ["env", "-i", ...assignments(env), "/cnb/lifecycle/creator", image]
  return machine.container.exec(["sh", "-euc", script, "-", ...creator])
}

/** Starts the image by its launcher, under the name of a process type or, with `--`, under its own. */
export async function launchSample(
  { image }: SampleApp,
  [type = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const words = type === "--" ? ["launcher", type, ...args] : [type, ...args]
  return runContainer({
    image,
    entrypoint: "/bin/bash",
    command: ["-c", 'exec -a "$0" /cnb/lifecycle/launcher "$@"', ...words],
    env: { PATH: "/usr/bin:/bin", ...env },
  })
}

/** Puts a buildpack where the lifecycle looks for it. */
async function placeSample(folder: string, sample: Sample): Promise<void> {
  const place = join(folder, (sample.id ?? "sample/one").replaceAll("/", "_"), "1.0.0")
  await rm(place, { recursive: true, force: true })
  await mkdir(join(place, ".."), { recursive: true })
  await execa("cp", ["-a", await writeSample(sample), place])
}
