import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { execa } from "execa"
import { expect, it } from "vitest"

const root = join(import.meta.dirname, "../..")

/** The shell scripts of the repository, by path from its root: by name, or by the first line of what has no ending. */
const scripts = [".ci", "bin", "lib", "scripts", "bench", "test", "examples"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/node_modules|\/_build|\/deps\//.test(entry.parentPath))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  )
  .filter((path) => path.endsWith(".sh") || (!/\.\w+$/.test(path) && isShell(path)))

function isShell(path: string): boolean {
  return /^#!.*\b(ba|da)?sh\b/.test(readFileSync(join(root, path), "latin1").slice(0, 100))
}

it("shellcheck finds nothing in any shell script", async () => {
  expect(scripts).toEqual(expect.arrayContaining([".ci/run", "bin/launch", "bin/fetch-node", "scripts/prepare.sh"]))
  const { stdout, stderr } = await execa("shellcheck", ["--external-sources", ...scripts], { cwd: root, reject: false })
  expect(stdout + stderr).toBe("")
})

it.each(["bin/detect", "bin/detect-cnb", "bin/launch", "bin/fetch-node", "bin/release", "bin/report", "bin/test"])(
  "%s says that it is POSIX's shell, for which shellcheck refuses what only bash has",
  (path) => {
    expect(readFileSync(join(root, path), "utf8")).toMatch(/^#!\/bin\/sh\n/)
  },
)
