import { remove, writeAtomic } from "../io/files.ts"
import { inCache } from "./cache-folder.ts"
import { buildReport, type EndedBuild, type Failure, type Findings, failureOf } from "./report.ts"

type About = Pick<EndedBuild, "version" | "id" | "purpose"> & { readonly signal: AbortSignal }

/**
 * Runs a build, and leaves in CACHE_DIR what bin/report prints about it, also when it fails. The report of the build before
 * goes first, so that one that is killed reports nothing. A report that cannot be written fails no build.
 */
export async function withReport(
  cacheDir: string,
  { version, id, purpose, signal }: About,
  build: (note: (more: Findings) => void) => Promise<void>,
): Promise<void> {
  const file = inCache(cacheDir, "report")
  await remove(file).catch(() => {})
  const began = performance.now()
  let findings: Findings = {}

  async function write(failure?: Failure): Promise<void> {
    const milliseconds = performance.now() - began
    const report = buildReport({ ...findings, version, id, purpose, began, milliseconds, failure })
    await writeAtomic(file, `${JSON.stringify(report)}\n`).catch(() => {})
  }

  try {
    await build((more) => {
      findings = { ...findings, ...more }
    })
  } catch (error) {
    await write(failureOf(error, signal.aborted))
    throw error
  }
  await write()
}
