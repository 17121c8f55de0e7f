import { chmod, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { type Lasting, withLasting } from "../../lib/core/lasting.ts"
import { foreseeMix } from "../../lib/elixir/runtimes.ts"
import { heldLayer } from "../../lib/heroku/held-layers.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { exists } from "../../lib/io/files.ts"
import { openScripts } from "../../lib/mix/lasting-scripts.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"

/** Says with what it was started, and waits for an order. */
const elixir = `#!/bin/sh
echo "$MIX_ENV|$MIX_HOME|$MIX_ARCHIVES|$*" >started.part
mv started.part started
exec cat <&3
`

/** A cache as the last build has left it, with these layers beside those of the runtimes. */
async function site(left: readonly ("mix-home" | "lasting-mix")[]) {
  const [app, cache] = [await tempDir("app"), await tempDir("cache")]
  const layers = classicLayers(cache)
  for (const name of ["erlang", "elixir", "hex"]) {
    const layer = await layers.open({ name, scope: "build", metadata: {} })
    if (name === "elixir") {
      await writeFiles(layer.path, { "bin/elixir": elixir })
      await chmod(join(layer.path, "bin/elixir"), 0o755)
    }
    await layers.close(layer)
  }
  if (left.includes("mix-home")) {
    await layers.close(await layers.open({ name: "mix-home", scope: "build", metadata: { layout: "1" } }))
  }
  const scripts = left.includes("lasting-mix") ? (await openScripts(layers)).path : undefined
  const foresee = (lasting: Lasting): Promise<void> =>
    foreseeMix({
      app,
      purpose: "production",
      env: { PATH: process.env.PATH },
      signal: new AbortController().signal,
      held: (name) => heldLayer(cache, name),
      lasting,
    })
  return { app, layers: join(cache, "beampack/layers"), scripts, foresee }
}

it("starts Mix on the runtimes of the last build, with what that has compiled of the scripts", async () => {
  const { app, layers, scripts, foresee } = await site(["mix-home", "lasting-mix"])
  await withLasting(async (lasting) => {
    await foresee(lasting)
    await eventually(() => exists(join(app, "started")))
  })
  const [mixEnv, home, archives, args] = (await readFile(join(app, "started"), "utf8")).split("|")
  expect([mixEnv, home, archives]).toEqual(["prod", join(layers, "mix-home"), join(layers, "hex/archives")])
  expect(args).toContain(`folder = "${scripts}"`)
  expect(args).toContain("-S mix beampack.serve")
})

it.each([[["mix-home"]], [["lasting-mix"]]] as const)(
  "starts nothing when the last build has left only %j",
  async (left) => {
    const { foresee } = await site(left)
    const lasting: Lasting = { of: () => expect.unreachable("something was started") }
    await foresee(lasting)
  },
)
