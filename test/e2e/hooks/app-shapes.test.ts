import { expect, it } from "vitest"
import { type AppShape, appShapes } from "../../support/app-shapes.ts"
import { commandLines, filesBelow, type Heroku, startHeroku } from "../../support/heroku.ts"

async function pushed(heroku: Heroku, { files, vars }: AppShape) {
  const build = await heroku.push(files, { vars })
  const planned = build.log.matchAll(/^ {7}(\S+) +[\d.]+ +\(/gm)
  return {
    exitCode: build.exitCode,
    errors: build.errors,
    runtimes: [...planned].map(([, name]) => name),
    // Some of the two run at the same time.
    mix: commandLines(build.calls, "mix"),
    npm: commandLines(build.calls, "npm"),
    processes: build.processes,
    forgotten: (await filesBelow(build.dir)).filter((file) => /node_modules|bin\/(node|npm)$/.test(file)),
  }
}

it.each(appShapes)("builds an app $app", async (shape) => {
  expect(await pushed(await startHeroku(), shape)).toMatchSnapshot()
})
