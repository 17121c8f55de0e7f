import { messageOf } from "./cause.ts"
import type { Output } from "./output.ts"

/** Tidies a cache, and tells what `tidy` returns: what it has done, in sentences. Whatever goes wrong fails no build. */
export async function tellTidying(output: Output, tidy: () => Promise<readonly string[]>): Promise<void> {
  try {
    const said = await tidy()
    if (said.length > 0) output({ kind: "step", text: "Tidying the cache" })
    for (const text of said) output({ kind: "detail", text })
  } catch (error) {
    output({ kind: "warning", text: `The cache could not be tidied: ${messageOf(error)}` })
  }
}
