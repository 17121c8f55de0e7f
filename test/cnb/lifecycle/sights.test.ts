import { expect, it } from "vitest"
import { imageOf } from "../../support/cnb/platform.ts"
import { buildSamples, localCnb } from "../../support/cnb/sample.ts"
import { sights } from "../../support/cnb/sights.ts"

it.each(sights)("buildpacks see $title", async ({ buildpacks, vars = {}, again, seen }) => {
  const cnb = await localCnb()
  if (again) await buildSamples(cnb, buildpacks, { vars })
  const image = imageOf(await buildSamples(cnb, buildpacks, { vars }))
  expect(image.labels.seen).toBe(seen)
})
