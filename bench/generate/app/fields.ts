import { nouns } from "../names.ts"
import { randomFrom } from "../random.ts"

/** A column of a resource: a field of its schema, and an input of its form. */
export interface Field {
  readonly name: string
  readonly type: "string" | "integer" | "boolean" | "date"
}

const types = ["string", "string", "integer", "boolean", "date"] as const
const inputs = { string: "text", integer: "number", boolean: "checkbox", date: "date" } as const

/** Five fields of a resource, the first one a text. */
export function fieldsOf(resource: string): readonly [Field, ...Field[]] {
  const [first = "title", ...others] = randomFrom(`fields ${resource}`).some(
    nouns.filter((noun) => noun !== resource),
    types.length,
  )
  return [
    { name: first, type: "string" },
    ...others.map((name, at): Field => ({ name, type: types[at + 1] ?? "string" })),
  ]
}

/** The lines of a form for all fields, in a heredoc of a function. */
export function inputsOf(fields: readonly Field[], indent: string): string {
  const lines = fields.map(
    ({ name, type }) => `<.input field={@form.fields[:${name}]} type="${inputs[type]}" label={gettext("${name}")} />`,
  )
  return lines.map((line) => `${indent}${line}`).join("\n")
}
