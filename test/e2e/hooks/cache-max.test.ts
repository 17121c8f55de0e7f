import { expect, it } from "vitest"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { completeLayers, startHeroku } from "../../support/heroku.ts"

it("what a build has not used leaves a cache that is too large, and comes back when it is needed", async () => {
  const heroku = await startHeroku()
  await heroku.push(phoenixApp)
  expect(await completeLayers(heroku.cache)).toContain("node")

  const small = await heroku.push(plainApp, { vars: { BEAMPACK_CACHE_MAX: "1 kB" } })
  expect(small).toMatchObject({ exitCode: 0, errors: "" })
  expect(small.log).toContain("-----> Tidying the cache\n")
  expect(small.log).toMatch(
    /Removing node 24\.11\.0 from the cache \(.*\): the cache is to hold 1 kB at most \(BEAMPACK_CACHE_MAX\)/,
  )
  expect(small.log).toMatch(/The cache holds .*, since this build has used all of it; it is to hold 1 kB at most/)
  const left = await completeLayers(heroku.cache)
  expect(left).not.toContain("node")
  expect(left).toEqual(expect.arrayContaining(["erlang", "elixir"]))

  const whole = await heroku.push(phoenixApp)
  expect(whole).toMatchObject({ exitCode: 0, errors: "" })
  expect(whole.log).not.toContain("Tidying the cache")
  expect(await completeLayers(heroku.cache)).toContain("node")
})

it("a limit that is none is refused before anything is done", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(plainApp, { vars: { BEAMPACK_CACHE_MAX: "plenty" } })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toContain('BEAMPACK_CACHE_MAX is a size such as 2GB, not "plenty"')
  expect(await completeLayers(heroku.cache)).toEqual([])
})
