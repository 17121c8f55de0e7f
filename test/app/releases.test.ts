import { describe, expect, it } from "vitest"
import { builtReleases, hasErts, readOverlays, releasesFolder } from "../../lib/app/releases.ts"
import { tempApp } from "../support/app.ts"

const script = "#!/bin/sh\n"

describe("builtReleases", () => {
  it("finds whole releases of the Mix environment", async () => {
    const app = await tempApp({
      "_build/prod/rel/shop/bin/shop": script,
      "_build/prod/rel/shop/bin/server": script,
      "_build/prod/rel/shop/releases/start_erl.data": "13.1.5 0.1.0",
      "_build/prod/rel/admin/bin/admin": script,
      "_build/prod/rel/admin/bin/migrate": script,
      "_build/prod/rel/admin/releases/start_erl.data": "13.1.5 0.1.0",
      "_build/prod/rel/half/bin/half": script,
      "_build/prod/rel/other/releases/start_erl.data": "13.1.5 0.1.0",
      "_build/prod/rel/notes.txt": "",
      "_build/test/rel/shop/bin/shop": script,
    })
    expect(await builtReleases(app, "_build/prod/rel")).toEqual([
      { name: "admin", root: "_build/prod/rel/admin", overlays: { server: false, migrate: true } },
      { name: "shop", root: "_build/prod/rel/shop", overlays: { server: true, migrate: false } },
    ])
    expect(await builtReleases(app, "_build/test/rel")).toEqual([])
  })

  it("finds none before the build", async () => {
    expect(await builtReleases(await tempApp({ "mix.exs": "" }), "_build/prod/rel")).toEqual([])
  })
})

describe("releasesFolder", () => {
  it.each([
    ["", {}, "_build/prod/rel"],
    ["apps/web", {}, "apps/web/_build/prod/rel"],
    ["", { MIX_BUILD_ROOT: "out" }, "out/prod/rel"],
    ["web", { MIX_BUILD_PATH: "_build/mine" }, "web/_build/mine/rel"],
    ["web", { MIX_BUILD_PATH: "/srv/build" }, "/srv/build/rel"],
    ["", { MIX_BUILD_ROOT: "out", MIX_BUILD_PATH: "mine" }, "mine/rel"],
    ["", { MIX_BUILD_ROOT: "", MIX_BUILD_PATH: "" }, "_build/prod/rel"],
  ])("of %j with %j is %s", (project, env, folder) => {
    expect(releasesFolder({ project, mixEnv: "prod", env })).toBe(folder)
  })
})

describe("hasErts", () => {
  it.each([
    [{ "rel/erts-15.2/bin/erl": "" }, true],
    [{ "rel/lib/x": "" }, false],
  ])("tells of %j: %s", async (files, expected) => {
    const release = { name: "shop", root: "rel", overlays: { server: false, migrate: false } }
    expect(await hasErts(await tempApp(files), release)).toBe(expected)
  })
})

describe("readOverlays", () => {
  it.each([
    [{ "rel/overlays/bin/server": script }, { server: true, migrate: false }],
    [{ "rel/overlays/bin/migrate": script }, { server: false, migrate: true }],
    [
      { "rel/overlays/bin/server/x": script, rel2: "" },
      { server: false, migrate: false },
    ],
    [{ rel: "a file" }, { server: false, migrate: false }],
  ])("reads %j", async (files, expected) => {
    expect(await readOverlays(await tempApp(files))).toEqual(expected)
  })
})
