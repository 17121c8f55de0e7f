/**
 * The real lifecycle does to small buildpacks what the platform of the contract suite does, which stands in for it where
 * it cannot be had.
 */
import { beforeAll, describe, expect, it } from "vitest"
import { launches } from "../support/cnb/launches.ts"
import { refusalCodes } from "../support/cnb/refusal.ts"
import { scenarios } from "../support/cnb/scenarios.ts"
import { sights } from "../support/cnb/sights.ts"
import { labelsOf } from "../support/pack/registry.ts"
import {
  createSampleApp,
  createSampleImage,
  launchSample,
  type SampleMachine,
  startSampleMachine,
} from "../support/pack/samples.ts"

describe("the real lifecycle", () => {
  let machine: SampleMachine
  beforeAll(async () => {
    machine = await startSampleMachine()
    return machine.container.remove
  })

  it.each(scenarios)("builds $title", async ({ buildpacks, refused, processType, again, optional = [] }) => {
    const app = await createSampleApp(machine)
    const options = { processType, optional }
    if (again) expect(await createSampleImage(app, buildpacks, options)).toMatchObject({ exitCode: 0 })
    const { exitCode, stdout, stderr } = await createSampleImage(app, buildpacks, options)
    expect(exitCode, stdout + stderr).toBe(refused === undefined ? 0 : refusalCodes[refused])
  })

  it.each(sights)("shows buildpacks $title", async ({ buildpacks, vars = {}, again, seen }) => {
    const app = await createSampleApp(machine)
    if (again) await createSampleImage(app, buildpacks, { vars })
    const { exitCode, stdout, stderr } = await createSampleImage(app, buildpacks, { vars })
    expect(exitCode, stdout + stderr).toBe(0)
    expect((await labelsOf(app.image)).seen).toBe(seen)
  })

  it.each(launches)("starts $title", async ({ buildpacks, args, env = {}, prints }) => {
    const app = await createSampleApp(machine)
    const { exitCode, stdout, stderr } = await createSampleImage(app, buildpacks)
    expect(exitCode, stdout + stderr).toBe(0)
    const launched = await launchSample(app, args, env)
    expect(launched.exitCode, launched.stderr).toBe(prints === undefined ? 82 : 0)
    if (prints !== undefined) expect(launched.stdout).toBe(prints)
  })
})
