/** An app of real Hex packages on Heroku, with real Hex. */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import { makeSlug, startWeb } from "../support/stack/dyno.ts"
import { createApp, push } from "../support/stack/heroku.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"

const { packages, registry } = inject("stack")

it("refuses a package that is not the one of mix.lock, and serves the app once the package is right", async () => {
  const mirror = await startFullMirror()
  const app = await createApp()
  const options = { source: await hexSite(), buildpacks: [packages.pair], vars: mirror.vars }

  const tarballs = join(registry.packages, "tarballs")
  const [cowboy = "", other = ""] = (await readdir(tarballs)).toSorted()
  const broken = { body: await readFile(join(tarballs, other)) }
  mirror.origin.fail(`/tarballs/${cowboy}`, broken)
  const refused = await push(app, options)
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr.replace(/cowboy [\d.]+/, "cowboy N")).toMatchInlineSnapshot(`
    " !
     !     Hex has another cowboy N than mix.lock expects
     !
     !     A version's content never changes on Hex, so the first thing to check is a mirror (HEX_MIRROR) or a proxy in
     !     between, and then whether mix.lock was edited by hand. When the new content is wanted, take it on your machine:
     !       mix deps.update cowboy
     !       git add mix.lock
     !
     !     Error id: hex/lock-mismatch
     !
    "
  `)

  // With a lock that does not know one of the packages, so that Mix has to look for it in the registry.
  const lock = (options.source.files?.["mix.lock"] ?? "").replace(/^.*"earmark_parser": .*\n/m, "")
  const source = { ...options.source, files: { ...options.source.files, "mix.lock": lock } }
  const earmark = (await readdir(tarballs)).find((name) => name.startsWith("earmark_parser-")) ?? ""
  mirror.origin.fail(`/tarballs/${earmark}`, broken)
  const damaged = await push(app, { ...options, source })
  expect(damaged.exitCode).toBe(1)
  expect(damaged.stderr).toMatchInlineSnapshot(`
    " !
     !     A package is not what Hex's registry says
     !
     !     It is the last one that the log above gets; Hex has thrown it away. Build again, and when it happens again, check
     !     the mirror (HEX_MIRROR) or proxy that it comes through.
     !
     !     Error id: hex/damaged-package
     !
    "
  `)

  mirror.fetched()
  const built = await push(app, { ...options, source })
  expect(built.exitCode, built.stdout + built.stderr).toBe(0)
  expect(built.stdout).toMatch(/! {5}mix\.lock does not fit mix\.exs: Hex has chosen earmark_parser [\d.]+, and may/)
  expect(mirror.fetched()).toEqual({ packages: [earmark], runtimes: [] })
  const page = await (await startWeb(await makeSlug(built))).page()
  expect(page.map(({ status }) => status)).toEqual([200, 200, 200])

  const again = await push(app, options)
  expect(again.exitCode, again.stdout + again.stderr).toBe(0)
  expect(again.stdout).not.toContain("mix deps.get")
})

it("refuses a lock with another digest", async () => {
  const mirror = await startFullMirror()
  const source = await hexSite()
  const lock = (source.files?.["mix.lock"] ?? "").replace(/("cowlib": .*")\w{64}"\}/, `$1${"0".repeat(64)}"}`)
  expect(lock).toContain("0".repeat(64))
  const files = { ...source.files, "mix.lock": lock }
  const refused = await push(await createApp(), {
    source: { ...source, files },
    buildpacks: [packages.pair],
    vars: mirror.vars,
  })
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr.replace(/cowlib [\d.]+/, "cowlib N")).toMatchInlineSnapshot(`
    " !
     !     Hex has another cowlib N than mix.lock expects
     !
     !     A version's content never changes on Hex, so the first thing to check is a mirror (HEX_MIRROR) or a proxy in
     !     between, and then whether mix.lock was edited by hand. When the new content is wanted, take it on your machine:
     !       mix deps.update cowlib
     !       git add mix.lock
     !
     !     Error id: hex/lock-mismatch
     !
    "
  `)
})

it("refuses a registry that another key has signed", async () => {
  const mirror = await startFullMirror()
  const source = await hexSite()
  // Hex is asked only about what mix.lock does not tell.
  const lock = (source.files?.["mix.lock"] ?? "").replace(/^.*"earmark_parser": .*\n/m, "")
  const files = { ...source.files, "mix.lock": lock, "elixir_buildpack.config": "" }
  const options = { source: { ...source, files }, buildpacks: [packages.pair], vars: mirror.vars }
  const refused = await push(await createApp(), options)
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toMatchInlineSnapshot(`
    " !
     !     The Hex registry is signed with another key than expected
     !
     !     A mirror (HEX_MIRROR) that signs with its own key needs that key in the app, and in elixir_buildpack.config:
     !       hook_pre_fetch_dependencies="mix hex.repo set hexpm --public-key FILE"
     !     Without such a mirror something on the way has changed the registry: check proxies.
     !
     !     Error id: hex/signature
     !
    "
  `)
})
