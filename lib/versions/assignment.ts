import type { RuntimeName } from "../core/runtime.ts"
import type { Origin } from "../core/setting.ts"
import { branchName } from "./version-words.ts"

/** What to type, in the place where the version came from, to ask for another one. */
export function assignment(name: RuntimeName, version: string, origin: Origin): string {
  switch (origin.kind) {
    case "env":
      return `${origin.name}=${version.includes(" ") ? `"${version}"` : version}`
    case "file":
      return lineIn(origin.file)(name, version)
    case "default":
      return `${name.toUpperCase()}_VERSION=${version}`
  }
}

type Line = (name: RuntimeName, version: string) => string

function lineIn(file: string): Line {
  return lines.find(([pattern]) => pattern.test(file))?.[1] ?? configLine
}

/** How each file has it; the older buildpacks' files are those that are left. */
const lines: readonly (readonly [file: RegExp, line: Line])[] = [
  [/\.tool-versions$/, (name, version) => `${toolName(name)} ${asRef(version)}`],
  [
    /(^|\/)\.?mise(\.[\w-]+)*\.toml$|(^|\/)\.?mise\/.+\.toml$|^\.rtx\./,
    (name, version) => `${name} = "${asRef(version)}"`,
  ],
  [/(^|\/)\.?mise(\.[\w-]+)*\.lock$/, (name, version) => `mise use ${name}@${asRef(version)}`],
  [/(^|\/)project\.toml$/, (name, version) => `${name} = "${version}"`],
  [/(^|\/)\.(nvmrc|(node|elixir|erlang|otp|exenv)-version)$/, (_, version) => asRef(version)],
  [/(^|\/)package\.json$/, (name, version) => `"${name}": "${version}"`],
  [/(^|\/)mix\.exs$/, (_, version) => `elixir: "~> ${version.replace(/^(\d+\.\d+)\.\d+$/, "$1")}"`],
]

/** A branch is an array there: `(branch main)`. */
function configLine(name: RuntimeName, version: string): string {
  return `${name}_version=${version.includes(" ") ? `(${version})` : version}`
}

/** asdf's name of the tool. */
function toolName(name: RuntimeName): string {
  return name === "node" ? "nodejs" : name
}

/** As asdf and mise name a branch. */
function asRef(version: string): string {
  const branch = branchName(version)
  return branch === undefined ? version : `ref:${branch}`
}
