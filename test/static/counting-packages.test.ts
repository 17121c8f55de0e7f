import { expect, it } from "vitest"
import { lockLines } from "../../lib/app/lock-lines.ts"
import { countingPackages, type PackageSources } from "../../lib/static/counting-packages.ts"
import { hexPackageOf, lockOf } from "../support/hex-package.ts"

const git = { entry: '"heroicons": {:git, "https://github.com/a/b.git", "00ff", [tag: "v2"]}' }
const lock =
  lockLines(
    lockOf([
      git,
      hexPackageOf("phoenix", { needs: ["plug", "telemetry"], optional: ["jason", "phoenix_view"] }),
      hexPackageOf("plug", { needs: ["mime"] }),
      hexPackageOf("esbuild", { needs: ["jason"] }),
      hexPackageOf("petal", { needs: ["ecto"], optional: ["credo"] }),
      hexPackageOf("dashboard", { needs: ["ecto"] }),
      ...["mime", "telemetry", "jason", "ecto", "decimal", "credo"].map((name) => hexPackageOf(name)),
    ]),
  ) ?? new Map()

const all = new Set([...lock.keys()].filter((name) => name !== "credo"))
const folders = new Map([...all].map((name) => [name, name === "dashboard" ? "telling" : "plain"] as const))
const sources: PackageSources = { lock, folders, tasks: [], named: new Set() }
const always = ["dashboard", "heroicons"]

function counting(some: Partial<PackageSources>): readonly string[] | undefined {
  const found = countingPackages({ ...sources, ...some })
  return found && [...found].toSorted()
}

const without = (name: string): PackageSources["folders"] => new Map([...folders].filter(([app]) => app !== name))

it.each<readonly [what: string, some: Partial<PackageSources>, expected: readonly string[]]>([
  ["those that are not from Hex, and those that have more than modules", {}, []],
  ["those of tasks, with what they need", { tasks: ["phoenix"] }, ["jason", "mime", "phoenix", "plug", "telemetry"]],
  ["those that are named, with what they need", { named: new Set(["petal"]) }, ["ecto", "petal"]],
  ["what a task can do without as far as it is there", { tasks: ["esbuild"] }, ["esbuild", "jason"]],
  ["none of those that are not in deps", { folders: without("dashboard") }, []],
])("counts %s", (_, some, expected) => {
  const absent = some.folders?.has("dashboard") === false
  expect(counting(some)).toEqual([...(absent ? ["heroicons"] : always), ...expected].toSorted())
})

it.each<readonly [what: string, some: Partial<PackageSources>]>([
  ["the package of a task is not in the lock", { tasks: ["tailwind"] }],
  ["the package of a task is not in deps", { tasks: ["phoenix"], folders: without("phoenix") }],
  ["what it needs is not in deps", { tasks: ["phoenix"], folders: without("mime") }],
  [
    "what it needs is not in the lock",
    { tasks: ["phoenix"], lock: new Map([...lock].filter(([app]) => app !== "plug")) },
  ],
  ["the package of a task is not from Hex", { tasks: ["heroicons"] }],
])("counts any when %s", (_, some) => {
  expect(counting(some)).toBeUndefined()
})
