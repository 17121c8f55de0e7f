import { symlink } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { parseProcfile } from "../../lib/app/procfile.ts"
import { readScripts } from "../../lib/app/scripts.ts"
import { describeOrigin } from "../../lib/core/setting.ts"
import { type Files, tempApp } from "../support/app.ts"

/** Where the scripts stand that an app with these files runs. */
async function origins(files: Files, procfile = ""): Promise<readonly string[]> {
  const scripts = await readScripts(await tempApp(files), parseProcfile(procfile))
  return scripts.map(({ origin }) => describeOrigin(origin))
}

describe("readScripts", () => {
  it("begins with the lines of the Procfile and the commands of app.json", async () => {
    const appJson = {
      scripts: { postdeploy: "mix ecto.setup", dokku: { predeploy: "bin/pre", postdeploy: "bin/post" } },
      cron: [{ command: "bin/nightly", schedule: "@daily" }, "odd"],
      env: { A: "b" },
    }
    const app = await tempApp({ "app.json": JSON.stringify(appJson) })
    const scripts = await readScripts(app, parseProcfile("web: bin/start"))
    expect(scripts.map(({ value, origin }) => `${describeOrigin(origin)} ${value}`)).toEqual([
      "Procfile:1 bin/start",
      "app.json mix ecto.setup",
      "app.json bin/pre",
      "app.json bin/post",
      "app.json bin/nightly",
    ])
  })

  it("goes on with the scripts that are named, and those that they name", async () => {
    const files = {
      "start.sh": ". scripts/common.sh\nexec mix run\n",
      "scripts/common.sh": "bash ./env.sh\nsource ../start.sh\n",
      "scripts/env.sh": "export A=b\n",
      "scripts/unnamed.sh": "",
      "bin/release": "#!/usr/bin/env bash\nmix ecto.migrate\n",
    }
    expect(await origins(files, "web: ./start.sh\nrelease: bash $HOME/bin/release")).toEqual([
      "Procfile:1",
      "Procfile:2",
      "start.sh",
      "bin/release",
      "scripts/common.sh",
      "scripts/env.sh",
    ])
  })

  it("does not read what Mix has put into a release", async () => {
    const program = "_build/prod/rel/shop/bin/shop"
    expect(await origins({ [program]: '#!/bin/sh\nstart "elixir"\n' }, `web: ${program} start`)).toEqual(["Procfile:1"])
  })

  it.each<[what: string, files: Files]>([
    ["a program", { "bin/start": "\u007fELF" }],
    ["a script of another language", { "bin/start": "#!/usr/bin/env python3\n" }],
    ["a folder", { "bin/start/x": "" }],
    ["a long text", { "bin/start": `#!/bin/sh\n${"#".repeat(70_000)}` }],
    ["nothing", {}],
  ])("does not read %s", async (_, files) => {
    expect(await origins(files, "web: bin/start")).toEqual(["Procfile:1"])
  })

  it("does not read outside of the app", async () => {
    const outside = await tempApp({ "start.sh": "mix run\n" })
    const app = await tempApp({})
    await symlink(join(outside, "start.sh"), join(app, "start.sh"))
    expect(await readScripts(app, parseProcfile("web: start.sh"))).toHaveLength(1)
  })

  it.each(["{", "[]", '{"scripts": 1}'])("passes over an app.json like %s", async (text) => {
    expect(await origins({ "app.json": text })).toEqual([])
  })
})
