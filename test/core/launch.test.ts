import { expect, it } from "vitest"
import { type LaunchSpec, renderProcfile } from "../../lib/core/launch.ts"

const origin = { kind: "default", why: "mix release" } as const

it.each<[string, Readonly<Record<string, string>>, string]>([
  ["no process", {}, ""],
  ["one process", { web: "bin/hello start" }, "web: bin/hello start\n"],
  [
    "processes in their order, their lines untouched",
    { web: "bin/server", release: 'bin/hello eval "Hello.migrate()"', console: "bin/hello remote # $USER: hi" },
    'web: bin/server\nrelease: bin/hello eval "Hello.migrate()"\nconsole: bin/hello remote # $USER: hi\n',
  ],
])("renders %s", (_, lines, text) => {
  const processes: LaunchSpec["processes"] = Object.fromEntries(
    Object.entries(lines).map(([type, value]) => [type, { value, origin }]),
  )
  expect(renderProcfile({ processes })).toBe(text)
})
