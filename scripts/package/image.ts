import { createHash } from "node:crypto"
import type { Arch } from "../../lib/core/target.ts"
import { gzip } from "./gzip.ts"
import { type TarEntry, tar } from "./tar.ts"

/** A layer of an image. */
export interface Layer {
  /** The digest of its tar. */
  readonly diffId: string
  /** The tar, compressed. */
  readonly blob: Blob
}

/** What an image layout finds by its digest. */
interface Blob {
  readonly digest: string
  readonly parts: readonly Buffer[]
}

export interface Image {
  readonly arch: Arch
  readonly labels: Readonly<Record<string, string>>
  readonly layers: readonly Layer[]
}

const os = "linux"
const mediaTypes = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
} as const

/** A layer with these entries. */
export async function layerOf(entries: readonly TarEntry[]): Promise<Layer> {
  const content = tar(entries)
  return { diffId: digest(content.map(({ plain }) => plain)), blob: blob(await gzip(content)) }
}

/**
 * A tar with an OCI image layout of one image: https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 * What is read first stands first, since readers of a tar go through all before it.
 */
export function imageLayout({ arch, labels, layers }: Image): readonly Buffer[] {
  const config = jsonBlob({
    architecture: arch,
    os,
    config: { Labels: labels },
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
  })
  const manifest = jsonBlob({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: described(config, mediaTypes.config),
    layers: layers.map((layer) => described(layer.blob, mediaTypes.layer)),
  })
  const index = {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: [{ ...described(manifest, mediaTypes.manifest), platform: { architecture: arch, os } }],
  }
  const blobs = [manifest, config, ...layers.map((layer) => layer.blob)]
  return tar([
    { path: "oci-layout", content: [{ plain: json({ imageLayoutVersion: "1.0.0" }) }] },
    { path: "index.json", content: [{ plain: json(index) }] },
    { path: "blobs" },
    { path: "blobs/sha256" },
    ...blobs.map(({ digest, parts }) => ({
      path: `blobs/${digest.replace(":", "/")}`,
      content: parts.map((plain) => ({ plain })),
    })),
  ]).map(({ plain }) => plain)
}

function described({ digest, parts }: Blob, mediaType: string) {
  return { mediaType, digest, size: parts.reduce((size, part) => size + part.length, 0) }
}

function jsonBlob(value: unknown): Blob {
  return blob([json(value)])
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function blob(parts: readonly Buffer[]): Blob {
  return { digest: digest(parts), parts }
}

function digest(parts: readonly Buffer[]): string {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(part)
  return `sha256:${hash.digest("hex")}`
}
