/** The parts of a package URL. */
interface PackageUrl {
  readonly type: "generic" | "github" | "hex" | "npm" | "otp"
  readonly namespace?: string | undefined
  readonly name: string
  readonly version?: string | undefined
  readonly qualifiers?: Readonly<Record<string, string>>
}

/** Writes a package URL in its canonical form. https://github.com/package-url/purl-spec */
export function packageUrl({ type, namespace, name, version, qualifiers = {} }: PackageUrl): string {
  const path = [type, ...(namespace?.split("/") ?? []), name].map(encode).join("/")
  const query = Object.entries(qualifiers)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value)}`)
  return `pkg:${path}${version === undefined ? "" : `@${encode(version)}`}${query.length > 0 ? `?${query.join("&")}` : ""}`
}

/** A colon stays as it is. */
function encode(part: string): string {
  return encodeURIComponent(part)
    .replaceAll("%3A", ":")
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
