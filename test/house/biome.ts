import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const root = join(import.meta.dirname, "..", "..")

/** What the linter has against one line. */
export interface Finding {
  /** Such as `lint/style/noEnum`. */
  readonly rule: string
  readonly line: number
}

/** Lints files, given by path from the root of the repository, with its biome.json; the errors. */
export function lint(files: Readonly<Record<string, string>>): readonly Finding[] {
  const dir = mkdtempSync(join(tmpdir(), "lint-"))
  try {
    copyFileSync(join(root, "biome.json"), join(dir, "biome.json"))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(dir, dirname(path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
    return lintFolder(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function lintFolder(dir: string): readonly Finding[] {
  const options = ["--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "--diagnostic-level=error"]
  const { stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), ["lint", ...options], {
    cwd: dir,
    encoding: "utf8",
  })
  if (!stdout.startsWith("{")) throw new Error(`biome gave no report: ${stdout}${stderr}`)
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] }
  return diagnostics.map(({ category, location }) => ({ rule: category, line: location.start.line }))
}

/** As `--reporter=json` has it. */
interface Diagnostic {
  readonly category: string
  readonly location: { readonly start: { readonly line: number } }
}
