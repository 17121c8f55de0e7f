import { lstat, mkdir, readFile, rename, symlink } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { run } from "../../lib/io/run.ts"
import { makeRelocatable, template } from "../../lib/mirror/otp-tree.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const env = { PATH: "/usr/bin:/bin" }

describe("template", () => {
  it.each([
    ["quotes a folder that a script assigns", "    ROOTDIR=/usr/lib/erlang\n", '    ROOTDIR="%FINAL_ROOTDIR%"\n'],
    ["fills in the middle of a path", '"/usr/lib/erlang/lib/kernel"', '"%FINAL_ROOTDIR%/lib/kernel"'],
    ["leaves other text alone", 'BINDIR="$ROOTDIR/erts-13.1.5/bin"', 'BINDIR="$ROOTDIR/erts-13.1.5/bin"'],
  ])("%s", (_, text, expected) => {
    expect(template(text)).toBe(expected)
  })
})

describe("makeRelocatable", () => {
  it("makes a tree that Install sets up wherever it lies, again after each move", async () => {
    const [first, second] = await places("first", "a & b; c")
    await packagedOtp(first)
    await makeRelocatable(first)
    expect(await install(first, "-minimal", first)).toBe(0)
    expect(await erl(first)).toBe(`${first}\n`)
    await rename(first, second)
    expect(await install(second, "-minimal", second)).toBe(0)
    expect(await erl(second)).toBe(`${second}\n`)
    expect(await readFile(join(second, "releases/RELEASES"), "utf8")).toBe(`"${second}/lib/kernel"`)
  })

  it("can be installed for a place it is moved to later", async () => {
    const [first, second] = await places("first", "second")
    await packagedOtp(first)
    await makeRelocatable(first)
    expect(await install(first, "-minimal", "-cross", second)).toBe(0)
    await rename(first, second)
    expect(await erl(second)).toBe(`${second}\n`)
  })

  it.each([
    ["-minimal", "clean"],
    ["-sasl", "sasl"],
  ])("boots with %s as Install is told", async (option, boot) => {
    const [root] = await places("otp")
    await packagedOtp(root)
    await makeRelocatable(root)
    await install(root, option, root)
    expect(await readFile(join(root, "bin/start.boot"), "utf8")).toBe(boot)
  })

  it.each([[[]], [["-minimal"]], [["-minimal", "relative/path"]], [["-minimal", "/nowhere/at/all"]]])(
    "has an Install that refuses the arguments %j",
    async (args) => {
      const [root] = await places("otp")
      await packagedOtp(root)
      await makeRelocatable(root)
      expect(await install(root, ...args)).not.toBe(0)
    },
  )

  it("keeps links within the tree and drops those that leave it", async () => {
    const [root] = await places("otp")
    await packagedOtp(root)
    await symlink("../erts-13.1/bin/erlc", join(root, "bin/erlc"))
    await symlink("/usr/share/doc", join(root, "doc"))
    await symlink("../../../../etc", join(root, "bin/etc"))
    await makeRelocatable(root)
    expect((await lstat(join(root, "bin/erlc"))).isSymbolicLink()).toBe(true)
    await expect(lstat(join(root, "doc"))).rejects.toThrow("ENOENT")
    await expect(lstat(join(root, "bin/etc"))).rejects.toThrow("ENOENT")
  })
})

async function places<Names extends string[]>(...names: Names): Promise<{ [K in keyof Names]: string }> {
  const dir = await tempDir("otp")
  return names.map((name) => join(dir, name)) as { [K in keyof Names]: string }
}

/** Erlang as the distribution packs it, with an `erl` that only says where it thinks it is. */
async function packagedOtp(root: string): Promise<void> {
  const script = '#!/bin/sh\nif true\nthen\n    ROOTDIR=/usr/lib/erlang\nfi\necho "$ROOTDIR"\n'
  await mkdir(root)
  await writeFiles(root, {
    "bin/erl": script,
    "bin/start": script,
    "erts-13.1/bin/erl": script,
    "erts-13.1/bin/erlc": "#!/bin/sh\n",
    "erts-13.1/bin/start": script,
    "erts-13.1/bin/start_erl": "#!/bin/sh\nROOTDIR=$1\n",
    "releases/RELEASES": '"/usr/lib/erlang/lib/kernel"',
    "releases/25/start_clean.boot": "clean",
    "releases/25/start_clean.script": "clean",
    "releases/25/start_sasl.boot": "sasl",
    "releases/25/start_sasl.script": "sasl",
  })
}

async function install(root: string, ...args: readonly string[]): Promise<number | undefined> {
  return (await run(join(root, "Install"), args, { cwd: root, env })).exitCode
}

async function erl(root: string): Promise<string> {
  return (await run(join(root, "bin/erl"), [], { cwd: "/", env })).stdout
}
