import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { totalmem } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"
import { machinePackages, machineSize, parseOsRelease, readTarget } from "../../lib/io/machine.ts"
import { tempDir, writeFiles } from "../support/app.ts"

it.each([
  ['NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="24.04"\n', { name: "ubuntu", version: "24.04" }],
  ["VERSION_ID='12'\nID=debian\nID_LIKE=other\n", { name: "debian", version: "12" }],
  ['ID="alpine"\nVERSION_ID=3.22.1', { name: "alpine", version: "3.22.1" }],
  ['ID=debian\nPRETTY_NAME="Debian GNU/Linux forky/sid"\n', { name: "debian", version: "" }],
  ["", { name: "", version: "" }],
])("reads %j", (text, expected) => {
  expect(parseOsRelease(text)).toEqual(expected)
})

it("takes the stack only from Heroku", async () => {
  expect(await readTarget({ STACK: "heroku-24" })).toMatchObject({ os: "linux", stack: "heroku-24" })
  expect(await readTarget({})).not.toHaveProperty("stack")
  expect(await readTarget({ STACK: "" })).not.toHaveProperty("stack")
})

describe("what a distribution has installed", () => {
  it("is another when a package is", async () => {
    const root = await tempDir()
    expect(await machinePackages(root)).toBe("")
    const seen = new Set([""])
    for (const file of ["var/lib/dpkg/status", "lib/apk/db/installed", "var/lib/rpm/rpmdb.sqlite"]) {
      await writeFiles(root, { [file]: "openssl 3.0.1" })
      seen.add(await machinePackages(root))
      await writeFiles(root, { [file]: "openssl 3.0.2" })
      seen.add(await machinePackages(root))
    }
    expect(seen.size).toBe(7)
  })

  it("is the same for the same packages", async () => {
    const roots = await Promise.all([tempDir(), tempDir()])
    for (const root of roots) await writeFiles(root, { "var/lib/dpkg/status": "openssl 3.0.1" })
    const [one, other] = await Promise.all(roots.map((root) => machinePackages(root)))
    expect(one).toBe(other)
  })
})

describe("the size of the machine", () => {
  it("has the cores that a process may use", async () => {
    const allowed = /^Cpus_allowed_list:\s*(\d+)/m.exec(await readFile("/proc/self/status", "utf8"))?.[1] ?? ""
    const module = join(import.meta.dirname, "../../lib/io/machine.ts")
    const script = `import { machineSize } from "${module}"; console.log((await machineSize()).cores)`
    const args = ["--cpu-list", allowed, process.execPath, "--input-type=module", "--eval", script]
    const { stdout } = await promisify(execFile)("taskset", args)
    expect(stdout).toBe("1\n")
  })

  it("has no more memory than there is", async () => {
    const { memory } = await machineSize()
    expect(memory).toBeGreaterThan(0)
    expect(memory).toBeLessThanOrEqual(totalmem())
  })
})
