import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import type { Target } from "../core/target.ts"
import type { ListedName, VersionList } from "../core/version-list.ts"
import type { BuildIndex } from "../versions/builds-txt.ts"
import { listElixir, listNode, listOtp, newestOfLines } from "../versions/listing.ts"
import { fromOrigin, type ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadNodeIndex, loadOtpIndex, otpFolder } from "./indexes.ts"
import { type Origins, originsFrom } from "./origins.ts"
import { ubuntuFor } from "./ubuntu.ts"

/** What is to be listed. */
export interface ListRequest {
  readonly names: readonly ListedName[]
  readonly target: Target
  /** Every version, in place of one of each line. */
  readonly all: boolean
  /** For BEAMPACK_MIRROR and the proxy. */
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

interface Shelf extends Pick<ListRequest, "target"> {
  readonly origins: Origins
  readonly read: ReadIndex
  /** Reads the list of OTP builds for the target, once. */
  readonly otp: () => Promise<BuildIndex>
}

/** Reads in the indexes, as a build would, which versions can be had. */
export async function listVersions(request: ListRequest): Promise<readonly VersionList[]> {
  const origins = originsFrom(request.env)
  const read = fromOrigin(request)
  let otp: Promise<BuildIndex> | undefined
  const shelf: Shelf = {
    origins,
    read,
    target: request.target,
    otp: () => {
      otp ??= loadOtpIndex(otpFolderFor(origins, request), read)
      return otp
    },
  }
  const lists = await Promise.all(request.names.map((name) => readers[name](shelf)))
  return request.all ? lists : lists.map((list) => ({ ...list, versions: newestOfLines(list.versions) }))
}

const readers: Readonly<Record<ListedName, (shelf: Shelf) => Promise<VersionList>>> = {
  erlang: async ({ otp }) => {
    const index = await otp()
    return { name: "erlang", source: index.source, versions: listOtp(index) }
  },
  elixir: async ({ origins, read, otp }) => {
    const [index, otps] = await Promise.all([loadElixirIndex(origins, read), otp()])
    const majors = new Set(listOtp(otps).map(({ line }) => Number(line)))
    return { name: "elixir", source: index.source, versions: listElixir(index, majors) }
  },
  node: async ({ origins, read, target }) => {
    const index = await loadNodeIndex(origins, read)
    return { name: "node", source: index.source, versions: listNode(index, target.arch) }
  },
}

function otpFolderFor(origins: Origins, { target, output }: ListRequest): string {
  const { release, note } = ubuntuFor(target)
  if (note !== undefined) output(note)
  return otpFolder(origins, target.arch, release)
}
