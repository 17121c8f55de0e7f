import { chmod, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import { removeSymbols } from "../../lib/mix/release-symbols.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const kinds = { code: 1, symbolTable: 2, libraryTable: 11 } as const

/** An ELF file of 64 bits whose sections are of these kinds. */
function elf(...sections: readonly number[]): Buffer {
  const bytes = Buffer.alloc(0x40 * (1 + sections.length))
  bytes.write("\x7fELF\x02\x01", "latin1")
  bytes.writeBigUInt64LE(0x40n, 0x28)
  bytes.writeUInt16LE(0x40, 0x3a)
  bytes.writeUInt16LE(sections.length, 0x3c)
  for (const [at, kind] of sections.entries()) bytes.writeUInt32LE(kind, 0x40 * (at + 1) + 4)
  return bytes
}

const full = elf(kinds.code, kinds.libraryTable, kinds.symbolTable)
const bare = elf(kinds.code, kinds.libraryTable)

/** Says what it was asked to do, as a stand-in for what machines have. */
const stub = `#!/bin/sh
[ "$1 $2 $3" = "--strip-unneeded --preserve-dates -o" ] || exit 2
case $5 in *foreign*) exit 1 ;; esac
cp -p "$5" "$4" && printf stripped >"$4"
`

async function strip(files: Readonly<Record<string, Buffer>>, script: string | undefined) {
  const app = await tempDir("app")
  const bin = await tempDir("bin")
  if (script !== undefined) await writeFiles(bin, { strip: script })
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(app, name), bytes)
    await chmod(join(app, name), 0o755)
  }
  const events: OutputEvent[] = []
  const env = { PATH: script === undefined ? bin : `${bin}:/usr/bin:/bin` }
  const context = { app, env, signal: new AbortController().signal, output: (event: OutputEvent) => events.push(event) }
  return { app, events, remove: (...names: readonly string[]) => removeSymbols(names, context) }
}

describe("removing what only debuggers read", () => {
  it("takes it from programs that have it, and leaves nothing beside them", async () => {
    const { app, events, remove } = await strip({ beam: full, epmd: full }, stub)
    await remove("beam", "epmd")
    expect(await readFile(join(app, "beam"), "utf8")).toBe("stripped")
    expect((await stat(join(app, "beam"))).mode & 0o777).toBe(0o755)
    expect(await readdir(app)).toEqual(["beam", "epmd"])
    expect(events).toEqual([])
  })

  it.each([
    ["a program that has none", bare],
    ["a script", Buffer.from("#!/bin/sh\n")],
    ["an empty file", Buffer.alloc(0)],
    ["a program of which a part is missing", full.subarray(0, 0x50)],
    ["a program of another machine, which strip cannot read", full],
  ])("takes nothing from %s", async (_, bytes) => {
    const { app, remove } = await strip({ foreign: bytes }, stub)
    await remove("foreign")
    expect(await readFile(join(app, "foreign"))).toEqual(bytes)
    expect(await readdir(app)).toEqual(["foreign"])
  })

  it("follows no link, and looks into no folder", async () => {
    const { app, remove } = await strip({ beam: full }, stub)
    await symlink("beam", join(app, "link"))
    await writeFiles(app, { "folder/file": "" })
    await remove("link", "folder")
    expect(await readFile(join(app, "beam"))).toEqual(full)
    expect(await readdir(app)).toEqual(["beam", "folder", "link"])
  })

  it("takes nothing where there is no strip, and says so once", async () => {
    const { app, events, remove } = await strip({ beam: full, epmd: full }, undefined)
    await remove("beam", "epmd")
    expect(await readFile(join(app, "beam"))).toEqual(full)
    expect(events).toEqual([
      { kind: "detail", text: expect.stringMatching(/^Erlang's programs keep .* no strip here/) },
    ])
  })
})
