import { expect, it } from "vitest"
import { buildSamples, groupOf, localCnb } from "../../support/cnb/sample.ts"
import { scenarios } from "../../support/cnb/scenarios.ts"

it.each(scenarios)("$title", async ({ buildpacks, refused, processType, again, optional }) => {
  const cnb = await localCnb()
  const options = { order: [groupOf(buildpacks, optional)], ...(processType && { processType }) }
  if (again) expect((await buildSamples(cnb, buildpacks, options)).refusal).toBeUndefined()
  const { refusal } = await buildSamples(cnb, buildpacks, options)
  expect(refusal?.kind, refusal?.message).toBe(refused)
})
