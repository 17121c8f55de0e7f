import type { RuntimeName } from "../core/runtime.ts"
import type { Origin } from "../core/setting.ts"

/** A version as a user writes it: `27.3.4`, `maint-27`, `branch main`. */
export interface VersionName {
  readonly version: string
  /** The branch whose head it is. */
  readonly branch?: string | undefined
}

/** What to type, in the place where the version came from, to ask for another one. */
export function assignment(name: RuntimeName, wanted: VersionName, origin: Origin): string {
  switch (origin.kind) {
    case "env":
      return `${origin.name}=${quoted(wanted)}`
    case "file":
      return lineIn(origin.file)(name, wanted)
    case "default":
      return `${name.toUpperCase()}_VERSION=${quoted(wanted)}`
  }
}

function quoted({ version }: VersionName): string {
  return version.includes(" ") ? `"${version}"` : version
}

type Line = (name: RuntimeName, wanted: VersionName) => string

function lineIn(file: string): Line {
  return lines.find(([pattern]) => pattern.test(file))?.[1] ?? configLine
}

/** How each file has it; the older buildpacks' files are those that are left. */
const lines: readonly (readonly [file: RegExp, line: Line])[] = [
  [/\.tool-versions$/, (name, wanted) => `${toolName(name)} ${asRef(wanted)}`],
  [
    /(^|\/)\.?mise(\.[\w-]+)*\.toml$|(^|\/)\.?mise\/.+\.toml$|^\.rtx\./,
    (name, wanted) => `${name} = "${asRef(wanted)}"`,
  ],
  [/(^|\/)\.?mise(\.[\w-]+)*\.lock$/, (name, wanted) => `mise use ${name}@${asRef(wanted)}`],
  [/(^|\/)project\.toml$/, (name, { version }) => `${name} = "${version}"`],
  [/(^|\/)\.(nvmrc|(node|elixir|erlang|otp|exenv)-version)$/, (_, wanted) => asRef(wanted)],
  [/(^|\/)package\.json$/, (name, { version }) => `"${name}": "${version}"`],
  [/(^|\/)mix\.exs$/, (_, { version }) => `elixir: "~> ${version.replace(/^(\d+\.\d+)\.\d+$/, "$1")}"`],
]

/** A branch is an array there: `(branch main)`. */
function configLine(name: RuntimeName, { version }: VersionName): string {
  return `${name}_version=${version.includes(" ") ? `(${version})` : version}`
}

/** asdf's name of the tool. */
function toolName(name: RuntimeName): string {
  return name === "node" ? "nodejs" : name
}

/** As asdf and mise name a branch. */
function asRef({ version, branch }: VersionName): string {
  return branch === undefined ? version : `ref:${branch}`
}
