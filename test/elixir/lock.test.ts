import { expect, it } from "vitest"
import { parseMixLock } from "../../lib/app/mix-lock.ts"
import { unlockedPackages } from "../../lib/elixir/lock.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { failure } from "../support/failure.ts"

/** A mix.lock with these entries of `jason`'s kind: name, version, inner and outer digest. */
function lock(...entries: readonly (readonly [name: string, version: string, inner: string, outer?: string])[]) {
  const lines = entries.map(([name, version, inner, outer]) => {
    const end = outer === undefined ? "" : `, "hexpm", "${outer}"`
    return `"${name}": {:hex, :${name}, "${version}", "${inner}", [:mix], []${end}},`
  })
  return parseMixLock(`%{\n${lines.join("\n")}\n}`)
}

it.each([
  ["the same lock", lock(["jason", "1.4.4", "aa", "bb"])],
  ["a lock that lacks what only other environments use", lock()],
])("finds nothing in %s", (_, after) => {
  expect(unlockedPackages(lock(["jason", "1.4.4", "aa", "bb"]), after)).toEqual([])
})

it("lets Hex add the digests that an old lock lacks", () => {
  expect(unlockedPackages(lock(["jason", "1.4.4", "aa"]), lock(["jason", "1.4.4", "aa", "bb"]))).toEqual([])
})

it("finds what the lock did not know, and what it knew in another version", () => {
  const after = lock(["jason", "1.4.5", "cc", "dd"], ["plug", "1.18.0", "ee", "ff"])
  expect(unlockedPackages(lock(["jason", "1.4.4", "aa", "bb"]), after)).toEqual(["jason 1.4.5", "plug 1.18.0"])
})

it.each([
  ["content", lock(["jason", "1.4.4", "xx", "bb"])],
  ["package", lock(["jason", "1.4.4", "aa", "xx"])],
  ["package, by a lock without its digest", lock(["jason", "1.4.4", "aa"])],
])("refuses other content for the same version: another %s", async (_, after) => {
  const error = await failure((async () => unlockedPackages(lock(["jason", "1.4.4", "aa", "bb"]), after))())
  expect(renderError(error)).toMatchInlineSnapshot(`
    " !
     !     Hex has another jason 1.4.4 than mix.lock expects
     !
     !     A version's content never changes on Hex, so the first thing to check is a mirror (HEX_MIRROR) or a proxy in
     !     between, and then whether mix.lock was edited by hand. When the new content is wanted, take it on your machine:
     !       mix deps.update jason
     !       git add mix.lock
     !
     !     Error id: hex/lock-mismatch
     !"
  `)
})
