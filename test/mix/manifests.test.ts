import { join } from "node:path"
import { expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import { type Move, moveManifests } from "../../lib/mix/manifests.ts"
import { tempDir, writeFiles } from "../support/app.ts"

/** What is told when the script ends with an exit code, after it has printed a line. */
async function told(exitCode: number, move: Move = "there"): Promise<readonly string[]> {
  const app = await tempDir("app")
  const bin = join(await writeFiles(await tempDir("bin"), { elixir: `#!/bin/sh\necho broken\nexit ${exitCode}\n` }))
  const events: OutputEvent[] = []
  await moveManifests(move, "/app", {
    app,
    purpose: "production",
    env: { PATH: `${bin}:/usr/bin:/bin` },
    target: { os: "linux", arch: "amd64", distro: { name: "debian", version: "12" } },
    layers: { open: () => Promise.reject(new Error("unused")), close: () => Promise.reject(new Error("unused")) },
    output: (event) => events.push(event),
    signal: new AbortController().signal,
  })
  return events.map(({ kind, text }) => `${kind}: ${text}`)
}

it("says nothing when all went well", async () => {
  expect(await told(0)).toEqual([])
})

it("says what was not found, and what went wrong", async () => {
  expect([await told(3), await told(4), await told(1)]).toMatchInlineSnapshot(`
    [
      [
        "warning: Mix may compile the app once more when it starts: nothing was found that it has compiled",
      ],
      [
        "detail: Mix has compiled nothing, or not below the app's folder",
      ],
      [
        "warning: Mix may compile the app once more when it starts: its manifests could not be changed",
        "tool: broken",
      ],
    ]
  `)
})

it.each([1, 3, 4])(
  "says nothing about what could not be undone, which is only compiled again: exit %i",
  async (code) => {
    expect(await told(code, "back")).toEqual([])
  },
)
