const units: Readonly<Record<string, number>> = {
  b: 1,
  ...{ k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9, t: 1e12, tb: 1e12 },
  ...{ kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 },
}

/**
 * The bytes of a size as people write it, such as `2GB`, `1.5 GiB` or `500m`; undefined for anything else, and for
 * nothing.
 */
export function parseSize(text: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text) ?? []
  const bytes = Number(number) * (units[unit.toLowerCase()] ?? 0)
  return bytes >= 1 && Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : undefined
}

const scales = [
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
] as const

/** A number of bytes for humans, as in `1.5 GB` or `230 MB`. */
export function readableSize(bytes: number): string {
  // What would be 1000 of one unit is 1 of the next.
  const [unit, scale] = scales.find(([, one]) => bytes >= 0.9995 * one) ?? ["bytes", 1]
  const digits = unit === "bytes" || bytes >= 99.95 * scale ? 0 : 1
  return `${(bytes / scale).toFixed(digits).replace(/\.0$/, "")} ${unit}`
}
