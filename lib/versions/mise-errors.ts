import type { TomlError } from "smol-toml"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Origin } from "../core/setting.ts"
import { tomlMistake } from "../core/toml-mistake.ts"
import type { MiseFile } from "./mise-file.ts"

/** A config file or a lock of mise that nobody can read: without an error other versions would be taken. */
export function malformedMise({ file, text }: MiseFile, error: TomlError): BuildpackError {
  const { line, column } = error
  return new BuildpackError("version/mise-syntax", `${file}:${line}:${column} is not valid TOML`, {
    help: prose`
      ${tomlMistake(text, error)}
      ${file.endsWith(".lock") ? "Finish a merge that was left there, or make the file anew with mise lock." : tools}
    `,
    cause: error,
  })
}

/** A tool whose value is neither a version nor anything else that mise knows. */
export function noMiseVersion(tool: string, value: unknown, origin: Origin): BuildpackError {
  const isNumber = typeof value === "number" || typeof value === "bigint"
  const fault = isNumber
    ? `is a number (${value}), and should be a version in quotes`
    : "has no version that can be read"
  const title = `${describeOrigin(origin)}: ${tool} ${fault}`
  return new BuildpackError("version/mise-value", title, { help: tools })
}

const tools = prose`
  Versions are texts in quotes, or tables with one of version, prefix and ref:

      [tools]
      erlang = "27.3.4"
      elixir = "1.18.4-otp-27"
      node = { version = "24" }
`
