import { strict as assert } from "node:assert"
import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { execa } from "execa"

/** An image whose digests are right. */
export interface LaidOutImage {
  readonly manifest: { readonly layers: readonly Descriptor[]; readonly config: Descriptor }
  readonly config: {
    readonly config: { readonly Labels: Readonly<Record<string, string>> }
    readonly rootfs: { readonly diff_ids: readonly string[] }
  }
  /** The tars of the layers. */
  readonly layers: readonly Buffer[]
}

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** Reads the one image of a tar with an OCI image layout, unpacked into a folder. Fails when a digest or size is wrong. */
export async function readImageLayout(file: string, into: string): Promise<LaidOutImage> {
  await execa("tar", ["-xf", file, "-C", into])
  const text = (path: string): Promise<string> => readFile(join(into, path), "utf8")
  assert.deepEqual(JSON.parse(await text("oci-layout")), { imageLayoutVersion: "1.0.0" })
  const { manifests } = JSON.parse(await text("index.json"))
  assert.equal(manifests.length, 1)
  const blob = async ({ digest, size }: Descriptor): Promise<Buffer> => {
    const bytes = await readFile(join(into, "blobs", digest.replace(":", "/")))
    assert.deepEqual([digestOf(bytes), bytes.length], [digest, size])
    return bytes
  }
  const manifest = JSON.parse((await blob(manifests[0])).toString())
  const config = JSON.parse((await blob(manifest.config)).toString())
  const blobs = await Promise.all(manifest.layers.map(blob))
  const layers = blobs.map((bytes) => gunzipSync(bytes))
  assert.deepEqual(layers.map(digestOf), config.rootfs.diff_ids)
  return { manifest, config, layers }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`
}
