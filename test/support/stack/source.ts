import { execa } from "execa"
import { type Files, writeFiles } from "../app.ts"

/** What a user pushes: a folder of this checkout without what git ignores, and files in addition, by path. */
export interface Source {
  readonly folder: string
  readonly files?: Files
}

/** Writes the source to a folder as a fresh clone has it: every file is new. */
export async function writeSource({ folder, files = {} }: Source, to: string): Promise<void> {
  const list = 'git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory "$1"'
  await execa("sh", ["-euc", list, "-", to], { cwd: folder })
  await writeFiles(to, files)
}
