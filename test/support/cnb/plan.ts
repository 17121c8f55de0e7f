import { z } from "zod"

// The lifecycle passes over one that is no table.
const metadata = z.record(z.string(), z.unknown()).optional().catch(undefined)
const require = z.object({
  name: z.string().default(""),
  version: z.string().optional(),
  metadata,
})
const sections = z.object({
  provides: z.array(z.object({ name: z.string().default("") })).default([]),
  requires: z.array(require).default([]),
})

/** What bin/detect writes. */
export const buildPlan = sections.extend({ or: z.array(sections).default([]) })

/** Something that a buildpack wants to be there. */
export type Require = z.infer<typeof require>

/** What a buildpack provides and requires. */
export type PlanSections = z.infer<typeof sections>

/** All that it could do: one of these, the first that works. */
export function alternatives({ or, ...first }: z.infer<typeof buildPlan>): readonly PlanSections[] {
  const all = [first, ...or]
  const versioned = all.flatMap(({ requires }) => requires).find(({ version }) => version)
  if (versioned) throw new Error(`the plan requires ${versioned.name} with a version outside of its metadata`)
  return all
}
