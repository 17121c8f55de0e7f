import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { describeOrigin } from "../../lib/core/setting.ts"
import { nodeVersions } from "../../lib/static/config.ts"
import { requestRuntime } from "../../lib/versions/source.ts"
import { tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"

const config = { "phoenix_static_buildpack.config": "clean_cache=false\nnode_version=22.12.0\n" }
const toolVersions = { ".tool-versions": "nodejs 20.19.5\n" }

it.each([
  { files: {}, env: {}, wanted: undefined },
  { files: toolVersions, env: {}, wanted: "20.19.5 (.tool-versions:1)" },
  { files: { ...toolVersions, ...config }, env: {}, wanted: "22.12.0 (phoenix_static_buildpack.config:2)" },
  { files: { ...toolVersions, ...config }, env: { NODE_VERSION: "24.0.0" }, wanted: "24.0.0 (NODE_VERSION)" },
  { files: config, env: { NODE_VERSION: " " }, wanted: "22.12.0 (phoenix_static_buildpack.config:2)" },
])("asks for Node $wanted", async ({ files, env, wanted }) => {
  const app = await readApp(await tempApp({ "mix.exs": mixExs(), ...files }))
  const { version } = requestRuntime("node", nodeVersions(app, env))
  expect(version && `${version.value} (${describeOrigin(version.origin)})`).toBe(wanted)
})
