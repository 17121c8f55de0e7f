import { z } from "zod"
import { readToml } from "./toml.ts"

const process = z.object({
  type: z.string().default(""),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  default: z.boolean().default(false),
  "working-dir": z.string().default(""),
  direct: z.boolean().optional(),
})
const schema = z.object({
  labels: z.array(z.object({ key: z.string().default(""), value: z.string().default("") })).default([]),
  processes: z.array(process).default([]),
  slices: z.array(z.object({ paths: z.array(z.string()).default([]) })).default([]),
})

export type Launch = z.infer<typeof schema>
export type Process = Launch["processes"][number]

/** Reads what a buildpack says about the app's start; nothing when it says nothing. */
export async function readLaunch(file: string): Promise<Launch> {
  const launch = (await readToml(file, schema)) ?? schema.parse({})
  const direct = launch.processes.find((one) => one.direct !== undefined)
  if (direct) throw new Error(`launch.toml: the process ${direct.type} has "direct", which API 0.9 took away`)
  if (launch.processes.filter((one) => one.default).length > 1) {
    throw new Error("launch.toml: only one process can be the default one")
  }
  return launch
}
