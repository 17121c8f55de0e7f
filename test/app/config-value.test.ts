import { describe, expect, it } from "vitest"
import { pathBelow, sizeLimit, yesOrNo } from "../../lib/app/config-value.ts"
import type { Setting } from "../../lib/core/setting.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { failure } from "../support/failure.ts"

function set(value: string): Setting<string> {
  return { value, origin: { kind: "file", file: "elixir_buildpack.config", line: 3 } }
}

describe("yesOrNo", () => {
  it.each([
    ["true", true],
    ["false", false],
  ])("%s", (text, value) => {
    expect(yesOrNo("release", set(text))).toEqual({ value, origin: set("").origin })
  })

  it.each([[undefined], [set("")]])("is not set by %j", (setting) => {
    expect(yesOrNo("release", setting)).toBeUndefined()
  })

  it("refuses anything else", async () => {
    const error = await failure((async () => yesOrNo("release", set("yes")))())
    expect(renderError(error)).toMatchInlineSnapshot(`
      " !
       !     release is true or false, not "yes"
       !
       !     elixir_buildpack.config:3 sets it. Write release=true or release=false there, or remove the line.
       !
       !     Error id: config/not-yes-or-no
       !"
    `)
  })
})

it("says what to do about a variable that is neither yes nor no", async () => {
  const setting: Setting<string> = { value: "no", origin: { kind: "env", name: "BEAMPACK_CACHE" } }
  const error = await failure((async () => yesOrNo("BEAMPACK_CACHE", setting))())
  expect(renderError(error)).toMatchInlineSnapshot(`
    " !
     !     BEAMPACK_CACHE is true or false, not "no"
     !
     !     Set BEAMPACK_CACHE=true or BEAMPACK_CACHE=false, or unset it.
     !
     !     Error id: config/not-yes-or-no
     !"
  `)
})

describe("pathBelow", () => {
  it.each([
    [".", "."],
    ["./", "."],
    ["apps/web", "apps/web"],
    ["./apps/web/", "apps/web"],
    ["apps//web", "apps/web"],
    ["a/../b", "b"],
  ])("%s is %s", (text, value) => {
    expect(pathBelow("assets_path", set(text))).toEqual({ value, origin: set("").origin })
  })

  it.each([[undefined], [set("")]])("is not set by %j", (setting) => {
    expect(pathBelow("assets_path", setting)).toBeUndefined()
  })

  it.each([["/srv"], [".."], ["../web"], ["apps/../../web"]])("refuses %s", (text) => {
    expect(() => pathBelow("assets_path", set(text))).toThrow(`assets_path names nothing in the app: ${text}`)
  })

  it("says what to write instead", async () => {
    const error = await failure((async () => pathBelow("assets_path", set("../web")))())
    expect(renderError(error)).toMatchInlineSnapshot(`
      " !
       !     assets_path names nothing in the app: ../web
       !
       !     elixir_buildpack.config:3 sets it. It is a path from the app's top folder to what is below it,
       !     such as apps/web or bin/assets, with neither a / in front nor .. in it.
       !
       !     Error id: config/not-below
       !"
    `)
  })
})

describe("sizeLimit", () => {
  it.each([
    ["500 MB", 5e8],
    ["none", Number.POSITIVE_INFINITY],
    ["None", Number.POSITIVE_INFINITY],
  ])("%s", (text, value) => {
    expect(sizeLimit("cache_max", set(text))).toEqual({ value, origin: set("").origin })
  })

  it.each(["0", "0GB", "2", "unlimited"])("refuses %s", (text) => {
    expect(() => sizeLimit("cache_max", set(text))).toThrow(`cache_max is a size such as 2GB, not "${text}"`)
  })

  it("says what to write instead", async () => {
    const setting: Setting<string> = { value: "0", origin: { kind: "env", name: "BEAMPACK_CACHE_MAX" } }
    const error = await failure((async () => sizeLimit("BEAMPACK_CACHE_MAX", setting))())
    expect(renderError(error)).toMatchInlineSnapshot(`
      " !
       !     BEAMPACK_CACHE_MAX is a size such as 2GB, not "0"
       !
       !     BEAMPACK_CACHE_MAX sets it. It is a number above 0 with a unit: kB, MB, GB and TB, or KiB, MiB, GiB and TiB.
       !     Write none for no limit; to take nothing from the cache, set BEAMPACK_CACHE=false.
       !
       !     Error id: config/not-a-size
       !"
    `)
  })
})
