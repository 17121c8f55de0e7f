import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { Ajv, type ErrorObject } from "ajv"
import formats from "ajv-formats"

const require = createRequire(import.meta.url)
const library = dirname(require.resolve("@cyclonedx/cyclonedx-library/package.json"))

/** The schemas' names, by which they refer to one another. */
const [bom, ...others] = ["bom-1.6", "spdx", "jsf-0.82"].map((name) => `${name}.SNAPSHOT.schema.json`)

function schema(file = ""): object {
  return JSON.parse(readFileSync(join(library, "res/schema", file), "utf8"))
}

const schemas = Object.fromEntries(others.map((file) => [`http://cyclonedx.org/schema/${file}`, schema(file)]))
const ajv = new Ajv({ strict: false, allErrors: true, schemas })
formats.default(ajv)
// Formats of later drafts, which tell nothing of what we write.
for (const name of ["idn-email", "iri-reference"]) ajv.addFormat(name, true)
const validate = ajv.compile(schema(bom))

/** What CycloneDX's own schema finds wrong with a bill of materials. */
export function sbomErrors(text: string): readonly ErrorObject[] {
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? [])
}
