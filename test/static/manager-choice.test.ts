import { describe, expect, it } from "vitest"
import type { NodePackages } from "../../lib/app/node-packages.ts"
import type { BuildpackError } from "../../lib/core/error.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { wantedManagers } from "../../lib/static/manager-choice.ts"
import { failure } from "../support/failure.ts"

interface Wish {
  readonly npm?: string
  readonly yarn?: string
}

function setting(value: string | undefined): Setting<string> | undefined {
  return value === undefined ? undefined : { value, origin: { kind: "file", file: "the config", line: 3 } }
}

function packages(more: Partial<NodePackages> & Pick<NodePackages, "manager">): NodePackages {
  return { folder: "assets", scripts: {}, workspaces: false, engines: { wished: [] }, ...more }
}

function pin(version: string) {
  return { file: "assets/package.json", version }
}

function chosen(all: readonly NodePackages[], wish: Wish = {}): readonly string[] {
  const wanted = wantedManagers(all, { npmVersion: setting(wish.npm), yarnVersion: setting(wish.yarn) })
  return wanted.map(({ manager, version }) => `${manager} ${version.value} (${describeOrigin(version.origin)})`)
}

describe("wantedManagers", () => {
  it.each<readonly [what: string, all: readonly NodePackages[], wish: Wish, expected: readonly string[]]>([
    ["none for npm", [packages({ manager: "npm" })], {}, []],
    ["none without packages", [], {}, []],
    ["npm by npm_version", [packages({ manager: "npm" })], { npm: "6.14.18" }, ["npm 6.14.18 (the config:3)"]],
    ["npm by npm_version for a script alone", [], { npm: "v6.14.18" }, ["npm 6.14.18 (the config:3)"]],
    [
      "npm_version before package.json",
      [packages({ manager: "npm", pin: pin("10.9.0") })],
      { npm: "6.14.18" },
      ["npm 6.14.18 (the config:3)"],
    ],
    [
      "npm by package.json",
      [packages({ manager: "npm", pin: pin("10.9.0") })],
      {},
      ["npm 10.9.0 (assets/package.json)"],
    ],
    ["our Yarn 1", [packages({ manager: "yarn" })], {}, ["yarn 1.22.22 (beampack's choice)"]],
    ["yarn_version", [packages({ manager: "yarn" })], { yarn: "0.27.5" }, ["yarn 0.27.5 (the config:3)"]],
    [
      "yarn_version before package.json",
      [packages({ manager: "yarn", pin: pin("1.22.19") })],
      { yarn: "1.22.10" },
      ["yarn 1.22.10 (the config:3)"],
    ],
    [
      "both when both are asked for",
      [packages({ manager: "yarn" })],
      { npm: "6.14.18", yarn: "1.22.10" },
      ["npm 6.14.18 (the config:3)", "yarn 1.22.10 (the config:3)"],
    ],
    [
      "the Yarn that wrote the lock",
      [packages({ manager: "berry", lock: { file: "yarn.lock", format: 6 } })],
      {},
      ["berry 3.8.7 (beampack's choice)"],
    ],
    [
      "one for several folders",
      [packages({ manager: "pnpm", folder: "apps/a" }), packages({ manager: "pnpm", folder: "apps/b" })],
      {},
      ["pnpm 10.34.9 (beampack's choice)"],
    ],
    ["bun by package.json", [packages({ manager: "bun", pin: pin("1.2.0") })], {}, ["bun 1.2.0 (assets/package.json)"]],
  ])("takes %s", (_, all, wish, expected) => {
    expect(chosen(all, wish)).toEqual(expected)
  })

  it.each<readonly [what: string, all: readonly NodePackages[], wish: Wish]>([
    ["a version that is not exact", [packages({ manager: "npm" })], { npm: "10" }],
    ["Yarn 1 for a later one's lock", [packages({ manager: "berry" })], { yarn: "1.22.22" }],
    [
      "two versions",
      [packages({ manager: "yarn", folder: "apps/a" }), packages({ manager: "berry", folder: "apps/b" })],
      {},
    ],
  ])("refuses %s", async (_, all, wish) => {
    const error: BuildpackError = await failure((async () => chosen(all, wish))())
    expect(renderError(error)).toMatchSnapshot()
  })
})
