import { BuildpackError } from "../core/error.ts"
import { excerpt, positionAt } from "../core/excerpt.ts"
import { prose } from "../core/prose.ts"
import { isRecord } from "../core/record.ts"
import { jsonMistake } from "./json-mistake.ts"
import { type PackageEngines, packageEngines } from "./package-engines.ts"

/** What we read of a package.json. */
export interface PackageJson {
  /** Shell lines by script name. */
  readonly scripts: Readonly<Record<string, string>>
  /** The value of `packageManager`, such as `pnpm@10.19.0+sha512.<hex>`. */
  readonly packageManager?: string | undefined
  /** Its folder is the root of several packages, which are installed with it. */
  readonly workspaces: boolean
  readonly engines: PackageEngines
}

/** Reads the text of a package.json. Throws `assets/package-json` when npm could not read it either. */
export function parsePackageJson(source: string, file: string): PackageJson {
  const text = source.replace(/^\uFEFF/, "")
  const json = parseJson(text, file)
  if (!isRecord(json)) throw notAnObject(file)
  const { packageManager } = json
  const scripts = isRecord(json.scripts) ? Object.entries(json.scripts) : []
  return {
    scripts: Object.fromEntries(scripts.filter((script): script is [string, string] => typeof script[1] === "string")),
    packageManager: typeof packageManager === "string" ? packageManager : undefined,
    workspaces: json.workspaces !== undefined,
    engines: packageEngines(json, text, file),
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed(file, text, error)
  }
}

function notAnObject(file: string): BuildpackError {
  return new BuildpackError("assets/package-json", `${file} holds no JSON object`, {
    help: prose`
      Its content must be one object: { "scripts": { "build": "..." } }
      Delete the file if the app needs no npm packages.
    `,
  })
}

function malformed(file: string, text: string, error: unknown): BuildpackError {
  const position = positionAt(text, jsonMistake(text))
  return new BuildpackError("assets/package-json", `${file}:${position.line}:${position.column} is not valid JSON`, {
    help: prose`
      ${excerpt(text, position)}

      Look there, or just before, for a missing or doubled comma, a comment or a merge conflict.
      JSON allows neither comments nor a comma after the last item.
    `,
    cause: error,
  })
}
