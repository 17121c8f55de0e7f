/** What whoever runs these tests has to bring along. */
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import { tempApp } from "../support/app.ts"
import { findClients } from "../support/pack/clients.ts"

const { program } = inject("pack")
const script = "#!/bin/sh\n"

it("is a program pack and a folder with two programs of the lifecycle", async () => {
  const lifecycle = await tempApp({ lifecycle: script, launcher: script })
  const env = { BEAMPACK_TEST_PACK: program, BEAMPACK_TEST_LIFECYCLE: lifecycle }
  expect(await findClients(env)).toEqual({ pack: program, lifecycle })
})

it("is asked for when it is missing or no program, in a sentence that says what to set and where it comes from", async () => {
  const folder = await tempApp({ lifecycle: script, pack: "no program" })
  const packs = [undefined, "", join(folder, "nothing"), join(folder, "pack")]
  for (const BEAMPACK_TEST_PACK of packs) {
    await expect(findClients({ BEAMPACK_TEST_PACK })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: The pack tests need the real pack: set BEAMPACK_TEST_PACK to the program. Released ones are at https://github.com/buildpacks/pack/releases, in pack-v*-linux.tgz.]`,
    )
  }
  for (const BEAMPACK_TEST_LIFECYCLE of [undefined, "", folder]) {
    const env = { BEAMPACK_TEST_PACK: program, BEAMPACK_TEST_LIFECYCLE }
    await expect(findClients(env)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: The pack tests need the real lifecycle: set BEAMPACK_TEST_LIFECYCLE to a folder with the programs lifecycle and launcher. Released ones are at https://github.com/buildpacks/lifecycle/releases, in lifecycle-v*+linux.*.tgz.]`,
    )
  }
})
