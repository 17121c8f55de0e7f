import { basename } from "node:path"
import type { RuntimeName } from "../core/runtime.ts"
import type { Origin } from "../core/setting.ts"

/** What to type, in the place where the version came from, to ask for another one. */
export function assignment(name: RuntimeName, version: string, origin: Origin): string {
  switch (origin.kind) {
    case "env":
      return `${origin.name}=${version.includes(" ") ? `"${version}"` : version}`
    case "file":
      return (lines[basename(origin.file)] ?? configLine)(name, version)
    case "default":
      return `${name.toUpperCase()}_VERSION=${version}`
  }
}

/** How a file has it, where that is not as the older buildpacks' files do. */
const lines: Readonly<Record<string, (name: RuntimeName, version: string) => string>> = {
  ".tool-versions": (name, version) => `${name === "node" ? "nodejs" : name} ${version}`,
  "project.toml": (name, version) => `${name} = "${version}"`,
}

/** A branch is an array there: `(branch main)`. */
function configLine(name: RuntimeName, version: string): string {
  return `${name}_version=${version.includes(" ") ? `(${version})` : version}`
}
