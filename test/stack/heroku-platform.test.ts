/** The platform that the other tests build on gives hooks what Heroku gives them, and no more. */
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempDir, writeFiles } from "../support/app.ts"
import { createApp, push } from "../support/stack/heroku.ts"

/** The names of the variables that a hook was started with: its shell would add some of its own. */
const variables = "$(tr '\\0' '\\n' </proc/$$/environ | cut -d= -f1 | LC_ALL=C sort | xargs)"

/** A buildpack that tells what its hooks see. */
async function spy(name: string, compile = ""): Promise<string> {
  return writeFiles(join(await tempDir("spy"), name), {
    "bin/detect": `#!/bin/sh\necho ${name}\n`,
    "bin/compile": `#!/bin/sh\necho "$(id -u) $PWD ${variables}"\n${compile}\n`,
    "bin/release": `#!/bin/sh\necho "default_process_types: { web: ${name} }"\n`,
    "bin/report": `#!/bin/sh\nprintf '{"variables":"%s"}' "${variables}"\n`,
  })
}

it("has four variables and the day of all tests, a plain user, and exports of the buildpack before", async () => {
  const first = await spy("first", 'echo "export FROM_FIRST=1" >"$(dirname "$0")/../export"')
  const build = await push(await createApp(), {
    source: { folder: import.meta.dirname },
    buildpacks: [first, await spy("second")],
    exports: true,
  })
  expect(build).toMatchObject({
    exitCode: 0,
    stdout: "1000 / HOME LANG PATH SOURCE_DATE_EPOCH STACK\n1000 / FROM_FIRST HOME LANG PATH SOURCE_DATE_EPOCH STACK\n",
    stderr: "",
    detected: ["first", "second"],
    release: { default_process_types: { web: "second" } },
    reports: [
      { variables: "HOME LANG PATH SOURCE_DATE_EPOCH STACK" },
      { variables: "HOME LANG PATH SOURCE_DATE_EPOCH STACK" },
    ],
  })
})

it("has another BUILD_DIR for each build, one CACHE_DIR, and a buildpack that cannot be written", async () => {
  const compile = 'echo "$1 $(cat "$2/last")"; echo "$1" >"$2/last"; : >"$0.new"'
  const options = { source: { folder: import.meta.dirname }, buildpacks: [await spy("only", compile)] }
  const app = await createApp()
  const [first, second] = [await push(app, options), await push(app, options)]
  const folder = /^(\/tmp\/build_[0-9a-f]{8}) (.*)$/m
  const [, before] = folder.exec(first.stdout) ?? []
  const [, after, last] = folder.exec(second.stdout) ?? []
  expect(last).toBe(before)
  expect(after).not.toBe(before)
  expect(second).toMatchObject({
    exitCode: 2,
    release: undefined,
    stderr: expect.stringMatching(/Read-only file system/),
  })
  expect(second.reports).toHaveLength(1)
})
