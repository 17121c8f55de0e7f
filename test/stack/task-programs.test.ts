/** The real esbuild, run by a real Mix task that finds it where it looks. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { expect, inject, it } from "vitest"
import { tempDir } from "../support/app.ts"
import { esbuildPackage } from "../support/esbuild-package.ts"
import { lockOf } from "../support/hex-package.ts"
import { createApp, push } from "../support/stack/heroku.ts"
import { startFullMirror } from "../support/stack/hex-site.ts"

const { packages } = inject("stack")
const VERSION = "0.25.4"

/** The package of npm, and what its registry says of it. */
async function npmPackage(): Promise<{ readonly document: string; readonly tarball: Buffer }> {
  const cwd = await tempDir("npm-pack")
  const { stdout } = await execa("npm", ["pack", `@esbuild/linux-x64@${VERSION}`, "--json"], { cwd })
  const [packed] = JSON.parse(stdout)
  const document = JSON.stringify({ name: packed.name, dist: { integrity: packed.integrity } })
  return { document, tarball: await readFile(join(cwd, packed.filename)) }
}

const folder = join(import.meta.dirname, "../fixtures/esbuild-site")

it("bundles with the esbuild that was fetched for the task, and the next time with that of the cache", async () => {
  const mirror = await startFullMirror()
  const [hexPackage, { document, tarball }] = [esbuildPackage(), await npmPackage()]
  mirror.origin.fail(`/tarballs/${hexPackage.file}`, { body: hexPackage.tarball })
  mirror.origin.fail(`/@esbuild/linux-x64/${VERSION}`, { body: document })
  mirror.origin.fail(`/@esbuild/linux-x64/-/linux-x64-${VERSION}.tgz`, { body: tarball })
  const app = await createApp()
  const files = { "mix.lock": lockOf([hexPackage]) }
  const options = { buildpacks: [packages.pair], vars: mirror.vars }
  const built = await push(app, { ...options, source: { folder, files } })
  expect(built.exitCode, built.stdout + built.stderr).toBe(0)
  expect(built.stdout).toContain(`Installing esbuild ${VERSION}`)
  expect(built.stdout).toMatch(/priv\/static\/assets\/app\.js/)

  mirror.origin.requests.length = 0
  const more = { ...files, "assets/js/greeting.js": 'export const greeting = "good evening"\n' }
  const again = await push(app, { ...options, source: { folder, files: more } })
  expect(again.exitCode, again.stdout + again.stderr).toBe(0)
  expect(again.stdout).toContain(`Using esbuild ${VERSION} from the cache`)
  expect(mirror.origin.requests.filter((path) => path.includes("esbuild"))).toEqual([])
})
