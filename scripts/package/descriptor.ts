import { parse, stringify } from "smol-toml"
import { z } from "zod"
import type { Arch } from "../../lib/core/target.ts"

const buildpackSchema = z.object({
  id: z.string(),
  version: z.string(),
  name: z.string(),
  description: z.string(),
  homepage: z.string().optional(),
  keywords: z.array(z.string()),
  licenses: z.array(z.object({ type: z.string() })),
})
const targetSchema = z.looseObject({ os: z.string(), arch: z.string() })
const memberSchema = z.object({ id: z.string(), version: z.string(), optional: z.boolean().optional() })

/** What packaging reads of a buildpack.toml: of a component, which has targets, or of a composite, which has an order. */
const descriptorSchema = z.object({
  api: z.string(),
  buildpack: buildpackSchema,
  targets: z.array(targetSchema).optional(),
  order: z.array(z.object({ group: z.array(memberSchema) })).optional(),
})

export type Descriptor = z.infer<typeof descriptorSchema>

/** Reads a buildpack.toml. */
export function readDescriptor(text: string): Descriptor {
  return descriptorSchema.parse(parse(text))
}

/** The buildpacks that a composite is made of. */
export function membersOf({ order = [] }: Descriptor): readonly z.infer<typeof memberSchema>[] {
  return order.flatMap(({ group }) => group)
}

/** The buildpack.toml of a component that has the Node of one architecture in it, and runs nowhere else. */
export function targetedAt(text: string, arch: Arch): string {
  const content = parse(text)
  const targets = readDescriptor(text).targets?.filter((target) => target.arch === arch)
  return stringify({ ...content, targets })
}

/** The id as platforms have it in paths. */
export function escapedId(id: string): string {
  return id.replaceAll("/", "_")
}
