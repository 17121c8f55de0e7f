import type { Env } from "../../lib/core/env.ts"
import { BuildpackError } from "../../lib/core/error.ts"
import { ubuntuReleases } from "../../lib/core/stacks.ts"
import { readText } from "../../lib/io/download.ts"
import { otpFolder } from "../../lib/toolchain/file-urls.ts"
import { originsFrom } from "../../lib/toolchain/origins.ts"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import { parseNodeIndex } from "../../lib/versions/node-index.ts"
import type { Upstream } from "./news.ts"

/** Reads the indexes of upstream or of BEAMPACK_MIRROR. A mirror need not have the OTP builds of every Ubuntu. */
export async function readUpstream(env: Env): Promise<Upstream> {
  const origins = originsFrom(env)
  const read = (url: string): Promise<string> => readText(url, { env })
  const otpLists = ubuntuReleases.map((ubuntu) => `${otpFolder(origins, { arch: "amd64", ubuntu })}/builds.txt`)
  const elixirList = `${origins.hex}/builds/elixir/builds.txt`
  const nodeList = `${origins.node}/dist/index.json`
  const [elixir, node, ...otps] = await Promise.all([
    read(elixirList),
    read(nodeList),
    ...otpLists.map((url) => read(url).catch(emptyWhenMissing)),
  ])
  return {
    otp: parseBuildsTxt(otps.join("\n"), origins.hex),
    elixir: parseBuildsTxt(elixir, elixirList),
    node: parseNodeIndex(node, nodeList),
  }
}

function emptyWhenMissing(error: unknown): string {
  if (error instanceof BuildpackError && error.id === "download/not-found") return ""
  throw error
}
