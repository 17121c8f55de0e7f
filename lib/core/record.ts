/** Whether a value that was read from elsewhere is an object with keys, as in JSON and YAML. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
