import { join } from "node:path"
import { z } from "zod"
import { readFolder, readIfExists, writeAtomic } from "../io/files.ts"
import { holds } from "./folder.ts"

const STAMPS = ".made"

const stampSchema = z.object({
  from: z.array(z.string()).readonly(),
  entries: z
    .array(
      z.object({
        path: z.string(),
        index: z.string(),
        digest: z.object({ algorithm: z.enum(["sha256", "sha512"]), hex: z.string() }),
      }),
    )
    .readonly(),
})

/** What a part of the mirror was made from, and what came of it. Kept in the mirror, so that nothing is made twice. */
export type Stamp = z.infer<typeof stampSchema>

/** Whether the part was made from just this, and all that came of it is still there. */
export async function isMade(dir: string, part: string, from: readonly string[]): Promise<boolean> {
  const stamp = await readStamp(dir, part)
  if (stamp === undefined || JSON.stringify(stamp.from) !== JSON.stringify(from)) return false
  const held = await Promise.all(stamp.entries.map((entry) => holds(dir, entry)))
  return held.every(Boolean)
}

/** All that was made for any part, as far as it is known: a later run may have replaced it. */
export async function madeEntries(dir: string): Promise<Stamp["entries"]> {
  const names = (await readFolder(join(dir, STAMPS))) ?? []
  const stamps = await Promise.all(names.map((name) => readStamp(dir, name.replace(/\.json$/, ""))))
  return stamps.flatMap((stamp) => stamp?.entries ?? [])
}

/** The last thing done for a part. */
export async function writeStamp(dir: string, part: string, stamp: Stamp): Promise<void> {
  await writeAtomic(stampFile(dir, part), `${JSON.stringify(stamp, null, 2)}\n`)
}

// A stamp that cannot be read only means that the part is made again.
async function readStamp(dir: string, part: string): Promise<Stamp | undefined> {
  const text = await readIfExists(stampFile(dir, part))
  try {
    return text === undefined ? undefined : stampSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function stampFile(dir: string, part: string): string {
  return join(dir, STAMPS, `${part}.json`)
}
