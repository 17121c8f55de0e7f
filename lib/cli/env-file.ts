import { parseEnv } from "node:util"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { readIfExists } from "../io/files.ts"

/** The config vars in a file of KEY=value lines; none without a file. */
export async function readEnvFile(file: string | undefined): Promise<Env> {
  if (file === undefined) return {}
  const text = await readIfExists(file)
  if (text === undefined) throw missingEnvFile(file)
  return parseEnv(text)
}

function missingEnvFile(file: string): BuildpackError {
  return new BuildpackError("cli/env-file", `There is no file ${file}`, {
    help: "--env-file names a file with one KEY=value on each line.",
  })
}
