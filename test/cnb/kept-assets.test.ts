import { expect, it } from "vitest"
import type { Files } from "../support/app.ts"
import { phoenixApp } from "../support/apps.ts"
import { startCnb } from "../support/cnb/beampack.ts"

const app: Files = {
  ...phoenixApp,
  "assets/css/app.css": '@import "tailwindcss" source(none);\n@source "../../lib/hello_web";\n',
  "lib/hello/catalog.ex": "defmodule Hello.Catalog do\nend\n",
  "lib/hello_web/page.html.heex": "<p>Hello</p>\n",
  "priv/static/robots.txt": "User-agent: *\n",
}

it("takes assets and packages from layers, however many builds have needed neither", async () => {
  const { push } = await startCnb()
  // The stubs' log is another file in each build.
  const vars = { STUB_LOG: "/dev/null" }
  const build = async (files: Files): Promise<string> => {
    const { refusal, text } = await push(files, { vars })
    expect(refusal, text).toBeUndefined()
    return text
  }
  await build(app)
  for (const module of ["one", "two"]) {
    const text = await build({ ...app, "lib/hello/catalog.ex": `# ${module}\n` })
    expect(text).toContain("The assets are as the last build made them")
    expect(text).not.toContain("npm ci")
  }
  const text = await build({ ...app, "lib/hello_web/page.html.heex": "<p>" })
  expect(text).toContain("They are built anew: lib/hello_web/page.html.heex has changed")
  expect(text).toContain("Using assets/node_modules from the cache")
  expect(text).not.toContain("npm ci")
})
