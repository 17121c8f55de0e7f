import { expect, it } from "vitest"
import { installImage, launch } from "../../support/cnb/launch.ts"
import { launches } from "../../support/cnb/launches.ts"
import { imageOf } from "../../support/cnb/platform.ts"
import { buildSamples, localCnb } from "../../support/cnb/sample.ts"

it.each(launches)("an image starts $title", async ({ buildpacks, args, env = {}, prints }) => {
  const cnb = await localCnb()
  const image = imageOf(await buildSamples(cnb, buildpacks))
  await installImage(cnb.machine, image)
  const { exitCode, stdout, stderr } = await launch(cnb.machine, image, args, { env })
  expect(exitCode, stderr).toBe(prints === undefined ? 82 : 0)
  const { layers, app } = cnb.machine.folders
  expect(stdout.replaceAll(layers, "/layers").replaceAll(app, "/workspace")).toBe(prints ?? "")
})
