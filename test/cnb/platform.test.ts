import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readPlatform, targetFor } from "../../lib/cnb/platform.ts"
import type { Target } from "../../lib/core/target.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const machine: Target = { os: "linux", arch: "amd64", distro: { name: "debian", version: "12" } }

async function platformWith(plan: string) {
  const folder = await writeFiles(await tempDir("plan"), { "plan.toml": plan })
  return readPlatform({ CNB_LAYERS_DIR: "/layers/x", CNB_BP_PLAN_PATH: join(folder, "plan.toml") })
}

describe("the plan", () => {
  it.each([
    [
      "of our own",
      '[[entries]]\nname = "mix"\n[entries.metadata]\nbuildpack = "beampack/static"\n',
      ["beampack/static"],
    ],
    ["without metadata", '[[entries]]\nname = "mix"\n', []],
    ["with another's metadata", '[[entries]]\nname = "mix"\n[entries.metadata]\nversion = "1"\nbuildpack = 1\n', []],
    ["with metadata of another shape", '[[entries]]\nname = "mix"\nmetadata = "beampack/static"\n', []],
    ["with entries of another shape", 'entries = "beampack/static"\n', []],
    ["that is empty", "", []],
  ])("%s tells who wants something", async (_, plan, wantedBy) => {
    expect(await platformWith(plan)).toEqual({ layersDir: "/layers/x", wantedBy })
  })

  it("may not be damaged", async () => {
    const error = await failure(platformWith("[[entries\n"))
    expect(renderError(error).replace(/\/\S+\/plan-\w+/, "DIR")).toMatchInlineSnapshot(`
      " !
       !     The buildpack plan cannot be read: DIR/plan.toml
       !
       !     CNB_BP_PLAN_PATH names it, and the lifecycle writes it, as TOML. Whoever runs the lifecycle has to know: is the
       !     file there, and can the build's user read it?
       !
       !     Error id: cnb/bad-plan
       !"
    `)
  })

  it("has to be there", async () => {
    const env = { CNB_LAYERS_DIR: "/layers/x", CNB_BP_PLAN_PATH: "/nowhere/plan.toml" }
    expect((await failure(readPlatform(env))).id).toBe("cnb/bad-plan")
  })

  it.each([{}, { CNB_LAYERS_DIR: "/layers/x" }, { CNB_BP_PLAN_PATH: "/plan", CNB_LAYERS_DIR: "" }])(
    "and the layers are named by a lifecycle, not by %o",
    async (env) => {
      expect(renderError(await failure(readPlatform(env)))).toMatchInlineSnapshot(`
        " !
         !     bin/build was not started by a lifecycle
         !
         !     CNB_LAYERS_DIR and CNB_BP_PLAN_PATH are not set. Lifecycles from 0.17 on set them; pack brings one along:
         !
         !         pack build IMAGE --buildpack FOLDER
         !
         !     Without Cloud Native Buildpacks: beampack build APP
         !
         !     Error id: cnb/no-lifecycle
         !"
      `)
    },
  )
})

describe("the target", () => {
  it("is the machine where the lifecycle does not say", () => {
    expect(targetFor({}, machine)).toEqual(machine)
  })

  it("is what the lifecycle says", () => {
    const env = {
      CNB_TARGET_OS: "linux",
      CNB_TARGET_ARCH: "arm64",
      CNB_TARGET_DISTRO_NAME: "ubuntu",
      CNB_TARGET_DISTRO_VERSION: "24.04",
    }
    expect(targetFor(env, machine)).toEqual({
      os: "linux",
      arch: "arm64",
      distro: { name: "ubuntu", version: "24.04" },
    })
  })

  it("keeps the machine's distribution when only half of one is said", () => {
    expect(targetFor({ CNB_TARGET_DISTRO_NAME: "ubuntu" }, machine).distro).toEqual(machine.distro)
  })

  it.each([{ CNB_TARGET_OS: "windows" }, { CNB_TARGET_ARCH: "riscv64" }])("may not be %o", async (env) => {
    const refuse = async () => targetFor({ CNB_TARGET_OS: "linux", CNB_TARGET_ARCH: "amd64", ...env }, machine)
    expect(renderError(await failure(refuse()))).toMatchSnapshot()
  })
})
