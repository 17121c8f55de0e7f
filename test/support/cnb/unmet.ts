import { z } from "zod"
import type { Require } from "./plan.ts"
import { readToml } from "./toml.ts"

const schema = z.object({ unmet: z.array(z.object({ name: z.string().default("") })).default([]) })

/** Reads a build.toml: the names in a buildpack's plan that it leaves to others. */
export async function readUnmet(file: string, plan: readonly Require[]): Promise<readonly string[]> {
  const { unmet } = (await readToml(file, schema)) ?? { unmet: [] }
  for (const { name } of unmet) {
    if (!plan.some((entry) => entry.name === name)) {
      throw new Error(`build.toml: "${name}" is unmet, and nobody has required it of this buildpack`)
    }
  }
  return unmet.map(({ name }) => name)
}
