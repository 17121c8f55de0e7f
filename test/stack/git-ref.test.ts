/** A buildpack that is installed by a git reference comes without Node. */
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import { makeSlug, startWeb } from "../support/stack/dyno.ts"
import { createApp, push } from "../support/stack/heroku.ts"

it("fetches the pinned Node from the mirror, and finds it in the cache the next time", async () => {
  const app = await createApp()
  const options = {
    source: { folder: join(import.meta.dirname, "../../examples/hello") },
    buildpacks: [inject("stack").packages.withoutNode],
  }

  const first = await push(app, options)
  expect(first.exitCode, first.stdout + first.stderr).toBe(0)
  expect(first.stdout).toMatch(/^-----> Fetching Node\.js [\d.]+ for beampack itself\n/)
  const [own] = app.mirror.headers.filter((_, index) => app.mirror.requests[index]?.endsWith(".tar.gz"))
  expect(own?.["user-agent"]).toMatch(/^curl\//)
  const web = await startWeb(await makeSlug(first))
  expect((await web.page()).map(({ status }) => status)).toEqual([200, 200, 200])

  const second = await push(app, { ...options, offline: true })
  expect(second.exitCode, second.stdout + second.stderr).toBe(0)
  expect(second.stdout).not.toContain("Fetching Node.js")
})
