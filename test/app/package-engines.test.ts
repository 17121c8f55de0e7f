import { expect, it } from "vitest"
import { packageEngines } from "../../lib/app/package-engines.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"

function read(text: string): readonly string[] {
  const { needed, mistyped, wished } = packageEngines(JSON.parse(text), text, "package.json")
  return [
    ...wished.map(shown),
    ...(needed === undefined ? [] : [`needs ${shown(needed)}`]),
    ...(mistyped === undefined ? [] : [`mistyped ${shown(mistyped)}`]),
  ]
}

function shown({ value, origin }: Setting<string>): string {
  return `${value} (${describeOrigin(origin)})`
}

it.each<readonly [text: string, found: readonly string[]]>([
  ["{}", []],
  ['{"engines": "node"}', []],
  ['{"engines": {"node": " "}}', []],
  ['{"engines": {"node": null}}', []],
  ['{"engines": {"node": 22}}', ["mistyped 22 (package.json:1)"]],
  ['{\n"engines": {\n"node": ["20", 22]}}', ['mistyped ["20",22] (package.json:3)']],
  ['{"engines": {"node": {"version": 22}}}', ['mistyped {"version":22} (package.json:1)']],
  ['{"engines": {"node": false}}', ["mistyped false (package.json:1)"]],
  ['{\n  "engines": { "node": "22.x" }\n}', ["needs 22.x (package.json:2)"]],
  [
    '{\n  "node": "1",\n  "dependencies": { "node": "18", "node-fetch": "3" },\n  "engines": {\n    "node": "22.x"\n  }\n}',
    ["needs 22.x (package.json:5)"],
  ],
  ['{\n  "volta": { "node": "22.12.0" }\n}', ["22.12.0 (package.json:2)"]],
  ['{"devEngines": {"runtime": {"name": "node", "version": "^22"}}}', ["^22 (package.json:1)"]],
  ['{"devEngines": {"runtime": {"name": "bun", "version": "1"}}}', []],
  ['{"devEngines": {"runtime": {"name": "node"}}}', []],
  ['{\n"devEngines": {\n"runtime": [{"name": "bun"}, {"name": "node", "version": "22"}]}}', ["22 (package.json:3)"]],
  [
    '{"devEngines": {"runtime": {"name": "node", "version": "22"}}, "volta": {"node": "20.1.0"}, "engines": {"node": "*"}}',
    ["20.1.0 (package.json:1)", "22 (package.json:1)", "needs * (package.json:1)"],
  ],
])("reads %j", (text, found) => {
  expect(read(text)).toEqual(found)
})
