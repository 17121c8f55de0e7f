import { expect, it } from "vitest"
import { phoenixApp } from "../../support/apps.ts"
import { startHeroku, filesBelow, commandLines } from "../../support/heroku.ts"

it("builds a Phoenix app", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp)
  console.log(build.log, build.errors, build.processes, commandLines(build.calls, "mix", "npm"), await filesBelow(build.dir))
  console.log(heroku.origin.requests)
  const again = await heroku.push(phoenixApp)
  console.log(again.log, again.errors)
})
