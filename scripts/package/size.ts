import { readdir, stat } from "node:fs/promises"
import { join, sep } from "node:path"
import { BuildpackError } from "../../lib/core/error.ts"
import { prose } from "../../lib/core/prose.ts"
import type { ClassicName, CnbName } from "./catalogue.ts"

/** At most so many bytes for a package's file: what was measured, and a tenth more. */
export const budgets: Budgets = {
  beampack: 50_700_000,
  "beampack-elixir": 50_700_000,
  "beampack-static": 50_700_000,
  "beampack-no-node": 597_000,
  elixir: 50_700_000,
  static: 50_700_000,
  phoenix: 101_400_000,
}

export type Budgets = Readonly<Record<ClassicName | CnbName, number>>

/** How large a package is, in bytes. */
export interface Size {
  /** Of its file. */
  readonly packed: number
  readonly budget: number
  /** What is at the top of the tree, unpacked; the largest first. */
  readonly parts: readonly (readonly [name: string, bytes: number])[]
}

/** The sizes of what is at the top of a folder, the largest first. */
export async function partsOf(folder: string): Promise<Size["parts"]> {
  const bytes = new Map<string, number>()
  for (const path of await readdir(folder, { recursive: true })) {
    const stats = await stat(join(folder, path))
    const [part = path] = path.split(sep)
    if (stats.isFile()) bytes.set(part, (bytes.get(part) ?? 0) + stats.size)
  }
  return [...bytes].toSorted(([, one], [, other]) => other - one)
}

/** One package's line in the list that the command prints. */
export function sizeLine(file: string, { packed, budget, parts }: Size): string {
  const unpacked = parts.map(([name, bytes]) => `${name} ${readable(bytes)}`).join(", ")
  return `${file.padEnd(38)} ${readable(packed).padStart(8)} of ${readable(budget).padStart(8)}; unpacked: ${unpacked}`
}

/** The failure to end with when packages are larger than they may be, told by file; undefined when none is. */
export function overBudget(sizes: ReadonlyMap<string, Size>): BuildpackError | undefined {
  const over = [...sizes].filter(([, { packed, budget }]) => packed > budget)
  if (over.length === 0) return undefined
  const lines = over.map(([file, { packed, budget }]) => `${file} has ${packed} bytes, its budget is ${budget}`)
  return new BuildpackError("package/over-budget", "Packages are larger than they may be", {
    help: prose`
      ${lines.join("\n")}

      See which part has grown in the list above. When it has to be so large, raise the budget
      in scripts/package/size.ts.
    `,
  })
}

function readable(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
