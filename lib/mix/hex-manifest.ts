import { decodeTerm, encodeTerm, type Term } from "./erlang-term.ts"
import type { HexPackage } from "./hex-package.ts"

/** The file in a dependency's folder by which Hex tells what it has put there. */
export const MANIFEST = ".hex"

/** A manifest as Hex from 0.19 on writes it. https://github.com/hexpm/hex/blob/main/lib/hex/scm.ex */
export function writeManifest(wanted: HexPackage): Buffer {
  const { managers } = wanted
  const texts = Object.entries(identity(wanted)).map(([key, value]) => [key, { binary: value }] as const)
  const map = { ...Object.fromEntries(texts), managers: { list: managers.map((atom) => ({ atom })) } }
  return encodeTerm({ tuple: [{ tuple: [{ atom: "hex" }, 2, 0] }, { map }] })
}

/** Whether a manifest says that just this package is there. */
export function isManifestOf(bytes: Buffer, wanted: HexPackage): boolean {
  const found = manifestMap(decodeTerm(bytes))
  return Object.entries(identity(wanted)).every(([key, value]) => {
    const term = found[key]
    return typeof term === "object" && "binary" in term && term.binary === value
  })
}

/** What Hex compares with the lock. */
function identity({ name, version, inner, outer, repository }: HexPackage): Record<string, string> {
  return { name, version, inner_checksum: inner, outer_checksum: outer, repo: repository }
}

function manifestMap(term: Term | undefined): Readonly<Record<string, Term>> {
  if (typeof term !== "object" || !("tuple" in term)) return {}
  const [kind, content] = term.tuple
  const isKnown = typeof kind === "object" && "tuple" in kind && kind.tuple[1] === 2
  return isKnown && typeof content === "object" && "map" in content ? content.map : {}
}
