import { basename } from "node:path"
import type { RuntimeName } from "../core/runtime.ts"
import type { Origin } from "../core/setting.ts"
import { versionVariables } from "./source.ts"

/** What to type, in the place where the version came from, to ask for another one. */
export function assignment(name: RuntimeName, version: string, origin: Origin): string {
  switch (origin.kind) {
    case "env":
      return `${origin.name}=${version.includes(" ") ? `"${version}"` : version}`
    case "file":
      return basename(origin.file) === ".tool-versions" ? asdfLine(name, version) : configLine(name, version)
    case "default":
      return `${versionVariables[name]}=${version}`
  }
}

/** A branch is an array there: `(branch main)`. */
function configLine(name: RuntimeName, version: string): string {
  return `${name}_version=${version.includes(" ") ? `(${version})` : version}`
}

function asdfLine(name: RuntimeName, version: string): string {
  return `${name === "node" ? "nodejs" : name} ${version}`
}
