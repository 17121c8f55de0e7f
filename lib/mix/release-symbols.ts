import { lstat, open, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import type { StepContext } from "../core/step.ts"
import { temporaryBeside } from "../io/files.ts"
import { run } from "../io/run.ts"

/** What it takes to run `strip` in an app, and to say that there is none. */
export type ReleaseSymbolsContext = Pick<StepContext, "app" | "env" | "signal" | "output">

const NO_STRIP = "Erlang's programs keep what only debuggers read: there is no strip here, which binutils has"
const COMMAND_NOT_FOUND = 127

/**
 * Removes from files of machine code what only debuggers read, when the machine has `strip`. Upstream's archives have all of it,
 * which makes the emulator six times its size; their images are stripped, just so:
 * https://github.com/hexpm/bob/blob/main/priv/scripts/docker/erlang-debian-trixie.dockerfile. What a debugger asks of a core
 * dump is still in the archive, and the build ID by which it tells that they belong together stays. A file that `strip` cannot
 * read is left as it is.
 */
export async function removeSymbols(paths: readonly string[], context: ReleaseSymbolsContext): Promise<void> {
  const files = paths.map((path) => join(context.app, path))
  const found = await Promise.all(files.map(async (file) => ((await hasSymbols(file)) ? [file] : [])))
  const exitCodes = await Promise.all(found.flat().map((file) => strip(file, context)))
  if (exitCodes.includes(COMMAND_NOT_FOUND)) context.output({ kind: "detail", text: NO_STRIP })
}

async function strip(file: string, { app, env, signal }: ReleaseSymbolsContext): Promise<number | undefined> {
  const stripped = temporaryBeside(file)
  try {
    const args = ["--strip-unneeded", "--preserve-dates", "-o", stripped, file]
    const { exitCode } = await run("strip", args, { cwd: app, env, signal })
    if (exitCode === 0) await rename(stripped, file)
    return exitCode
  } finally {
    await rm(stripped, { force: true })
  }
}

/** Where an ELF file of 64 bits in little-endian order, as amd64 and arm64 have them, tells its sections: elf(5). */
const header = { bytes: 0x40, magic: "\x7fELF\x02\x01", tableAt: 0x28, entrySize: 0x3a, entries: 0x3c } as const
const section = { bytes: 0x40, typeAt: 4, symbolTable: 2 } as const

/** Whether a file has the table of all its symbols. What libraries look up is in another one, which always stays. */
async function hasSymbols(file: string): Promise<boolean> {
  // What a link leads to is somebody else's.
  if (!(await lstat(file)).isFile()) return false
  const handle = await open(file)
  try {
    const head = Buffer.alloc(header.bytes)
    await handle.read(head, 0, head.length, 0)
    if (head.toString("latin1", 0, header.magic.length) !== header.magic) return false
    if (head.readUInt16LE(header.entrySize) !== section.bytes) return false
    const table = Buffer.alloc(section.bytes * head.readUInt16LE(header.entries))
    await handle.read(table, 0, table.length, Number(head.readBigUInt64LE(header.tableAt)))
    const starts = Array.from({ length: table.length / section.bytes }, (_, at) => at * section.bytes)
    return starts.some((at) => table.readUInt32LE(at + section.typeAt) === section.symbolTable)
  } finally {
    await handle.close()
  }
}
