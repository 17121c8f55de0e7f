import { readdir } from "node:fs/promises"
import { join } from "node:path"
import type { OutputEvent } from "../../lib/core/output.ts"
import { type MemoryFiles, memoryFiles } from "../../lib/io/memory-files.ts"
import type { IndexContext } from "../../lib/toolchain/index-text.ts"
import type { Origins } from "../../lib/toolchain/origins.ts"
import { tempDir, writeFiles } from "./app.ts"
import { type Origin, startOrigin } from "./origin.ts"

const commit = "0123456789abcdef0123456789abcdef01234567"
const digest = "0f".repeat(32)
const builtAt = "2026-04-24T21:11:44Z"

/** One of each index, in upstream's formats; the OTPs differ, so that one can tell whose list it is. */
const texts = {
  "builds/otp/amd64/ubuntu-24.04/builds.txt": `\nOTP-27.3 ${commit} ${builtAt} ${digest}\n`,
  "builds/otp/amd64/ubuntu-22.04/builds.txt": `OTP-24.2 ${commit} 2024-04-26T03:41:09Z\n`,
  "builds/otp/amd64/ubuntu-26.04/builds.txt": `OTP-28.0 ${commit} ${builtAt} ${digest} \n`,
  "builds/otp/arm64/ubuntu-24.04/builds.txt": `OTP-27.2 ${commit} ${builtAt} ${digest}\n`,
  "builds/elixir/builds.txt": `v1.18.4-otp-27 ${commit} ${builtAt} ${digest} \n`,
  "installs/hex.csv": `2.2.2,${digest}${digest},1.18.4,27\n`,
  "dist/index.json": JSON.stringify([{ version: "v24.11.0", files: ["linux-x64"], lts: "Krypton" }]),
  "dist/v24.11.0/SHASUMS256.txt": `${digest}  node-v24.11.0-linux-x64.tar.gz\n`,
}

/** An origin of small indexes, and the cache of an app whose builds read them. */
export interface IndexSite {
  readonly origin: Origin
  readonly origins: Origins
  /** The folder that the origin serves. */
  readonly files: string
  /** The folder that remembers; it is not there at first. */
  readonly cache: string
  /** What one build reads by, and what it said. */
  build(): IndexContext & { readonly indexes: MemoryFiles; readonly events: readonly OutputEvent[] }
  /** The files that remember, with their folder. */
  remembered(): Promise<readonly string[]>
}

export async function indexSite(): Promise<IndexSite> {
  const files = await writeFiles(await tempDir("origin"), texts)
  const cache = join(await tempDir("cache"), "indexes")
  const origin = await startOrigin(files)
  return {
    origin,
    origins: { hex: origin.url, node: origin.url },
    files,
    cache,
    build: () => {
      const events: OutputEvent[] = []
      const indexes = memoryFiles(cache, async () => [])
      return { env: {}, indexes, events, output: (event) => events.push(event) }
    },
    remembered: async () => (await readdir(cache)).map((name) => join(cache, name)),
  }
}
