import { basename } from "node:path"
import { z } from "zod"
import { readToml } from "./toml.ts"

const types = z.object({
  launch: z.boolean().default(false),
  build: z.boolean().default(false),
  cache: z.boolean().default(false),
})
const schema = z.looseObject({
  metadata: z.unknown().optional(),
  types: types.default({ launch: false, build: false, cache: false }),
})

/** What a layer is for, and what its buildpack says about it. */
export interface LayerMetadata extends z.infer<typeof types> {
  readonly metadata: unknown
}

/** Reads a `<layer>.toml`; without one, a layer is for nothing. */
export async function readLayerMetadata(file: string): Promise<LayerMetadata> {
  const content = await readToml(file, schema)
  if (content === undefined) return { ...types.parse({}), metadata: undefined }
  const misplaced = Object.keys(types.shape).find((name) => name in content)
  if (misplaced) throw new Error(`${basename(file)}: ${misplaced} belongs into [types]`)
  return { ...content.types, metadata: content.metadata }
}
