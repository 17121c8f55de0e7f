import type { Component } from "../core/component.ts"
import { printable } from "../io/location.ts"

/** What a bill of materials is about, and what it lists. */
export interface Sbom {
  /** The app; absent for a layer. */
  readonly about?: Component | undefined
  readonly components: readonly Component[]
  /** Of beampack. */
  readonly version: string
}

const algorithms = { sha256: "SHA-256", sha512: "SHA-512" } as const

/**
 * A bill of materials in CycloneDX's JSON: the same text for the same content, so without a time and a serial number.
 * https://cyclonedx.org/docs/1.6/json
 */
export function sbomText({ about, components, version }: Sbom): string {
  const listed = new Map(components.map((component) => [reference(component), component]))
  const sorted = [...listed].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      tools: { components: [{ type: "application", name: "beampack", version }] },
      component: about && describe(about),
    },
    components: sorted.map(([, component]) => describe(component)),
  }
  return `${JSON.stringify(bom, undefined, 2)}\n`
}

/** Unlike any other's in the same bill. */
function reference({ purl, group, name, version = "", digest }: Component): string {
  return (
    purl ?? `${group === undefined ? "" : `${group}/`}${name}@${version}${digest === undefined ? "" : `#${digest.hex}`}`
  )
}

function describe(component: Component): object {
  const { kind, group, name, version, purl, cpe, digest, url } = component
  return {
    type: kind,
    "bom-ref": reference(component),
    group,
    name,
    version,
    hashes: digest && [{ alg: algorithms[digest.algorithm], content: digest.hex }],
    cpe,
    purl,
    // A folder of this machine means nothing to others, and a URL may have a password in it.
    externalReferences: url && /^https?:/.test(url) ? [{ type: "distribution", url: printable(url) }] : undefined,
  }
}
