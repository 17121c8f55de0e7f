import { readFile } from "node:fs/promises"
import { parse } from "smol-toml"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { isRecord } from "../core/record.ts"
import type { Arch, Target } from "../core/target.ts"

/** What the lifecycle hands to bin/build. https://github.com/buildpacks/spec/blob/main/buildpack.md#build */
export interface CnbPlatform {
  readonly layersDir: string
  /** The ids of the buildpacks that want something of this one, as far as their requirements say so. */
  readonly wantedBy: readonly string[]
}

/** Reads what the environment names, and the plan. Throws `cnb/no-lifecycle` and `cnb/bad-plan`. */
export async function readPlatform(env: Env): Promise<CnbPlatform> {
  const { CNB_LAYERS_DIR: layersDir, CNB_BP_PLAN_PATH: planFile } = env
  if (!layersDir || !planFile) throw noLifecycle()
  return { layersDir, wantedBy: await readWanting(planFile) }
}

const arches: Readonly<Record<string, Arch>> = { amd64: "amd64", arm64: "arm64" }

/** The machine to build for: what the lifecycle says about it goes before what `machine` says. Throws `target/unsupported`. */
export function targetFor(env: Env, machine: Target): Target {
  const { CNB_TARGET_OS: os = "linux", CNB_TARGET_ARCH: name = machine.arch } = env
  const arch = arches[name]
  if (os !== "linux" || arch === undefined) throw unsupported(os, name)
  const { CNB_TARGET_DISTRO_NAME: distro, CNB_TARGET_DISTRO_VERSION: version } = env
  return { ...machine, arch, distro: distro && version ? { name: distro, version } : machine.distro }
}

/** Requirements may carry whatever their buildpacks write there; ours write `buildpack`, their id. */
async function readWanting(file: string): Promise<readonly string[]> {
  let plan: unknown
  try {
    plan = parse(await readFile(file, "utf8"))
  } catch (cause) {
    throw badPlan(file, cause)
  }
  const entries = isRecord(plan) && Array.isArray(plan.entries) ? plan.entries : []
  return entries.flatMap((entry) => {
    const metadata = isRecord(entry) ? entry.metadata : undefined
    return isRecord(metadata) && typeof metadata.buildpack === "string" ? [metadata.buildpack] : []
  })
}

function noLifecycle(): BuildpackError {
  return new BuildpackError("cnb/no-lifecycle", "bin/build was not started by a lifecycle", {
    help: prose`
      CNB_LAYERS_DIR and CNB_BP_PLAN_PATH are not set. Lifecycles from 0.17 on set them; pack brings one along:

          pack build IMAGE --buildpack FOLDER

      Without Cloud Native Buildpacks: beampack build APP
    `,
  })
}

function badPlan(file: string, cause: unknown): BuildpackError {
  return new BuildpackError("cnb/bad-plan", `The buildpack plan cannot be read: ${file}`, {
    help: prose`
      CNB_BP_PLAN_PATH names it, and the lifecycle writes it, as TOML. Whoever runs the lifecycle has to know: is the
      file there, and can the build's user read it?
    `,
    cause,
  })
}

function unsupported(os: string, arch: string): BuildpackError {
  return new BuildpackError("target/unsupported", `No builds for ${os} on ${arch}`, {
    help: prose`
      CNB_TARGET_OS and CNB_TARGET_ARCH ask for it. beampack builds for linux on amd64 and arm64, since that is what its
      runtimes are compiled for: pack build IMAGE --platform linux/amd64
    `,
  })
}
