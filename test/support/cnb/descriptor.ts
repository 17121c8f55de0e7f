import { access } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { Refusal, refusingAs } from "./refusal.ts"
import type { TargetClaim } from "./target.ts"
import { readToml } from "./toml.ts"

/** The buildpack APIs that this platform speaks. The lifecycle also knows older ones, which differ in what they allow. */
const apis = ["0.10", "0.11", "0.12"]

const element = z.object({ id: z.string(), version: z.string().default(""), optional: z.boolean().default(false) })
const target = z.object({
  os: z.string().optional(),
  arch: z.string().optional(),
  "arch-variant": z.string().optional(),
  distros: z.array(z.object({ name: z.string().optional(), version: z.string().optional() })).optional(),
})
const schema = z.object({
  api: z.string().default(""),
  buildpack: z.object({
    id: z.string().default(""),
    version: z.string().default(""),
    name: z.string().default(""),
    homepage: z.string().default(""),
    "clear-env": z.boolean().default(false),
    "sbom-formats": z.array(z.string()).default([]),
    "exec-env": z.array(z.string()).default([]),
  }),
  order: z.array(z.object({ group: z.array(element).default([]) })).default([]),
  targets: z.array(target).default([]),
  stacks: z.array(z.object({ id: z.string() })).default([]),
})

/** One of a group, by id and version. */
export type GroupElement = z.infer<typeof element>

/** A buildpack.toml, and where it is. */
export interface Descriptor {
  readonly dir: string
  readonly api: string
  readonly id: string
  readonly version: string
  readonly clearEnv: boolean
  readonly sbomFormats: readonly string[]
  /** Not empty for a composite. */
  readonly order: readonly (readonly GroupElement[])[]
  readonly targets: readonly TargetClaim[]
}

/** Reads the descriptor of a buildpack. Refuses what neither the lifecycle nor pack take. */
export async function readDescriptor(dir: string): Promise<Descriptor> {
  const found = await refusingAs("start", () => readToml(join(dir, "buildpack.toml"), schema))
  if (found === undefined) throw new Refusal("start", `there is no buildpack.toml in ${dir}`)
  const { api, buildpack, order, targets, stacks } = found
  const { id, version } = buildpack
  if (!apis.includes(api)) {
    throw new Refusal("buildpack-api", api ? `${id} speaks API ${api}` : `${id} does not say which API it speaks`)
  }
  if (id === "" || version === "") throw new Refusal("start", "buildpack.toml: id and version are needed")
  if (order.length > 0 && targets.length + stacks.length > 0) {
    throw new Refusal("start", `${id}: a composite has no targets of its own`)
  }
  return {
    dir,
    api,
    id,
    version,
    clearEnv: buildpack["clear-env"],
    sbomFormats: buildpack["sbom-formats"],
    order: order.map(({ group }) => group),
    targets: targets.length > 0 ? targets : await inferred(dir),
  }
}

/** Without targets, a program for Unix says which system it is for. */
async function inferred(dir: string): Promise<readonly TargetClaim[]> {
  return access(join(dir, "bin/build")).then(
    () => [{ os: "linux" }],
    () => [],
  )
}

/** An id as the name of a folder. */
export function escapeId(id: string): string {
  return id.replaceAll("/", "_")
}
