import type { TomlError } from "smol-toml"
import { BuildpackError } from "../core/error.ts"
import { excerpt, type Position } from "../core/excerpt.ts"
import { prose } from "../core/prose.ts"
import { tomlMistake } from "../core/toml-mistake.ts"
import { describeValue, settingKinds } from "./setting-kind.ts"
import { findSetting, meantSetting, PROJECT_TOML, settingKeys } from "./setting-names.ts"
import type { SettingSpec } from "./setting-table.ts"

/** A key and the file that has it; the position is absent where it cannot be told for sure. */
interface Place {
  readonly text: string
  readonly position: Position | undefined
}

/** The file names beampack, and nobody can read it: without an error the build would go on with other settings. */
export function malformed(text: string, error: TomlError): BuildpackError {
  const { line, column } = error
  return new BuildpackError("config/project-toml", `${PROJECT_TOML}:${line}:${column} is not valid TOML`, {
    help: prose`
      ${tomlMistake(text, error)}

      A text stands in quotes, and each key once, on a line of its own. Our settings look like this:
      ${example('erlang = "27.3.4"', 'keep = ["docs", "priv/*.db"]', "cache = false")}
    `,
    cause: error,
  })
}

/** Something else than a table of settings stands at `com.beampack`. */
export function noTable(value: unknown): BuildpackError {
  const title = `${PROJECT_TOML}: com.beampack is ${describeValue(value)}, and should be a table`
  return new BuildpackError("config/wrong-value", title, {
    help: prose`
      It holds our settings, like this:
      ${example('erlang = "27.3.4"')}
    `,
  })
}

/** A table `[beampack]`, which can be meant for nobody else. */
export function otherTable(): BuildpackError {
  return new BuildpackError("config/unknown-key", `${PROJECT_TOML}: our table is [com.beampack], not [beampack]`, {
    help: prose`
      What is not the format's own has a domain in front there, so nothing reads [beampack]. Write:
      ${example('erlang = "27.3.4"')}
    `,
  })
}

/** A key that nobody reads. */
export function unknownKey(key: string, place: Place): BuildpackError {
  return new BuildpackError("config/unknown-key", `${where(place)}: [com.beampack] has no setting ${key}`, {
    help: prose`
      ${shown(place)}${advice(key)}
    `,
  })
}

function advice(key: string): string {
  const meant = meantSetting(key) ?? ""
  const spec = findSetting(meant)
  if (spec !== undefined) return `Did you mean ${meant}? For example:\n${example(`${meant} = ${spec.example}`)}`
  return `It has these:\n${settingKeys.map((each) => `  ${each}`).join("\n")}`
}

/** A value that the setting cannot have. */
export function wrongValue(
  key: string,
  { kind, example: value }: SettingSpec,
  found: unknown,
  place: Place,
): BuildpackError {
  const title = `${where(place)}: ${key} is ${describeValue(found)}, and should be ${settingKinds[kind].should}`
  return new BuildpackError("config/wrong-value", title, {
    help: prose`
      ${shown(place)}Write it like this:
      ${example(`${key} = ${value}`)}
    `,
  })
}

function where({ position }: Place): string {
  return position === undefined ? PROJECT_TOML : `${PROJECT_TOML}:${position.line}`
}

function shown({ text, position }: Place): string {
  return position === undefined ? "" : `${excerpt(text, position)}\n\n`
}

function example(...lines: readonly string[]): string {
  return ["[com.beampack]", ...lines].map((line) => `  ${line}`).join("\n")
}
