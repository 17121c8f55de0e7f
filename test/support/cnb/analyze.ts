import { exists } from "../../../lib/io/files.ts"
import type { Image } from "./image.ts"
import { Refusal } from "./refusal.ts"
import type { Target } from "./target.ts"

/** What the other phases are told of images. */
export interface Analyzed {
  readonly target: Target
  readonly previous: Image | undefined
}

/** Looks at the run image and at the app's image before, which is passed over when a layer of it is lost. */
export async function analyze(target: Target, previous: Image | undefined): Promise<Analyzed> {
  if (target.os === "") throw new Refusal("analyze", "the run image does not say which system it is for")
  const found = await Promise.all(previous?.layers.map(({ file }) => exists(file)) ?? [])
  return { target, previous: found.every(Boolean) ? previous : undefined }
}
