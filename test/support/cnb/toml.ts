import { readFile, writeFile } from "node:fs/promises"
import { basename } from "node:path"
import { parse, stringify } from "smol-toml"
import type { z } from "zod"
import { isMissing } from "./missing.ts"

/**
 * What a TOML file says. Each key that the schema knows has to be of its type; keys that it does not know are passed over,
 * as the lifecycle does. Undefined when there is no such file. Throws, with its name, when it is not
 * UTF-8, not TOML, or of other types.
 */
export async function readToml<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return bytes && decode(basename(file), bytes, schema)
}

function decode<T>(name: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  const read = schema.safeParse(parseToml(name, bytes))
  if (read.success) return read.data
  const mistakes = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
  throw new Error(`${name}: ${mistakes.join("; ")}`)
}

function parseToml(name: string, bytes: Uint8Array): unknown {
  try {
    return parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), { integersAsBigInt: "asNeeded" })
  } catch (error) {
    throw new Error(`${name} is not TOML: ${error instanceof Error ? error.message.split("\n")[0] : error}`)
  }
}

/** Writes a TOML file. */
export async function writeToml(file: string, content: object): Promise<void> {
  await writeFile(file, stringify(content))
}

/**
 * Writes what has been kept as JSON, in a label of an image or in a cache, as the lifecycle does: JSON knows but one kind
 * of number, and so a whole number comes back as a float, and a date as text.
 */
export async function writeKept(file: string, content: object): Promise<void> {
  await writeFile(file, stringify(content, { numbersAsFloat: true }))
}
