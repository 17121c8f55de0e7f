import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { renderError } from "../../lib/heroku/output.ts"
import type { Entry } from "../support/archives.ts"
import { failure } from "../support/failure.ts"
import { hexApp } from "../support/hex-app.ts"
import { hexPackageOf, type MadePackage, publish } from "../support/hex-package.ts"

/** How the build fails with a package in the lock, which leaves nothing of it. */
async function refused(locked: MadePackage): Promise<string> {
  const { app, place } = await hexApp([locked])
  const error = await failure(place())
  expect(await readdir(join(app, "deps")).catch(() => [])).toEqual([])
  return renderError(error)
}

it("refuses another file than the lock names", async () => {
  const alpha = hexPackageOf("alpha")
  const { app, kept, origin, place } = await hexApp([alpha])
  origin.fail(`/tarballs/${alpha.file}`, { body: hexPackageOf("beta").tarball })
  expect(renderError(await failure(place()))).toMatchInlineSnapshot(`
    " !
     !     Hex has another alpha 1.0.0 than mix.lock expects
     !
     !     A version's content never changes on Hex, so the first thing to check is a mirror (HEX_MIRROR) or a proxy in
     !     between, and then whether mix.lock was edited by hand. When the new content is wanted, take it on your machine:
     !       mix deps.update alpha
     !       git add mix.lock
     !
     !     Error id: hex/lock-mismatch
     !"
  `)
  expect(await readdir(kept)).toEqual([])
  await publish(join(app, "../mirror"), [alpha])
  expect(await place()).toMatchObject({ count: 1 })
})

it("refuses other content than the lock names", async () => {
  const alpha = hexPackageOf("alpha")
  const entry = alpha.entry.replace(alpha.inner, "0".repeat(64))
  expect(await refused({ ...alpha, entry })).toContain("Error id: hex/lock-mismatch")
})

it("refuses a package of a form that it does not know", async () => {
  expect(await refused(hexPackageOf("alpha", { form: "4" }))).toMatchInlineSnapshot(`
    " !
     !     The package alpha 1.0.0 cannot be read
     !
     !     It is of the form "4", not "3", and yet it has the digest that mix.lock names.
     !     Was mix.lock edited by hand? Take the package anew on your machine:
     !       mix deps.update alpha
     !       git add mix.lock
     !
     !     Error id: hex/damaged-package
     !"
  `)
})

it("refuses a package that lacks its content", async () => {
  const alpha = hexPackageOf("alpha")
  const without = alpha.tarball.subarray(0, 512 * 6)
  const tarball = Buffer.concat([without, Buffer.alloc(1024)])
  const outer = createHash("sha256").update(tarball).digest("hex")
  const entry = alpha.entry.replace(alpha.outer, outer)
  expect(await refused({ ...alpha, tarball, outer, entry })).toMatchInlineSnapshot(`
    " !
     !     The package alpha 1.0.0 cannot be read
     !
     !     It lacks a part, and yet it has the digest that mix.lock names.
     !     Was mix.lock edited by hand? Take the package anew on your machine:
     !       mix deps.update alpha
     !       git add mix.lock
     !
     !     Error id: hex/damaged-package
     !"
  `)
})

it.each<[string, Entry, string]>([
  ["has an absolute path", { path: "/etc/evil" }, "archive/escapes"],
  ["leaves its folder", { path: "../evil" }, "archive/escapes"],
  ["has a link that leads out", { path: "lib", type: "SymbolicLink", linkpath: "../../.." }, "archive/escapes"],
  ["has a hard link that leads out", { path: "lib", type: "Link", linkpath: "../mix.exs" }, "archive/escapes"],
  ["has a device", { path: "null", type: "CharacterDevice" }, "archive/special-file"],
])("refuses a package that %s", async (_, entry, id) => {
  const text = await refused(hexPackageOf("alpha", { content: [entry] }))
  expect(text).toContain(`Error id: ${id}`)
  expect(text).toContain("(package alpha 1.0.0 of mix.lock)")
})

it.each(["hex_metadata.config", ".hex"])("writes %s not through a link of the package", async (path) => {
  const content = [
    { path: "lib/own.ex", content: "own" },
    { path, type: "SymbolicLink", linkpath: "lib/own.ex" },
  ] as const
  const { app, place } = await hexApp([hexPackageOf("alpha", { content })])
  expect(await place()).toMatchObject({ count: 1 })
  expect(await readFile(join(app, "deps/alpha/lib/own.ex"), "utf8")).toBe("own")
})
