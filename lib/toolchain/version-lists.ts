import type { ListedName, ListRequest, VersionList } from "../core/version-list.ts"
import type { BuildIndex } from "../versions/builds-txt.ts"
import { listElixir, listNode, listOtp, newestOfLines } from "../versions/listing.ts"
import { otpFolder } from "./file-urls.ts"
import { fromOrigin, type ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadNodeIndex, loadOtpIndex } from "./indexes.ts"
import { type Origins, originsFrom } from "./origins.ts"
import { ubuntuFor } from "./ubuntu.ts"

interface Indexes extends Pick<ListRequest, "target" | "all"> {
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
  const indexes: Indexes = {
    origins,
    read,
    target: request.target,
    all: request.all,
    otp: () => {
      otp ??= loadOtpIndex(otpFolderFor(origins, request), read)
      return otp
    },
  }
  const lists = await Promise.all(request.names.map((name) => readers[name](indexes)))
  return request.all ? lists : lists.map((list) => ({ ...list, versions: newestOfLines(list.versions) }))
}

const readers: Readonly<Record<ListedName, (indexes: Indexes) => Promise<VersionList>>> = {
  erlang: async ({ otp, all }) => {
    const index = await otp()
    const branches = all ? listOtp(index, "branches") : []
    return { name: "erlang", source: index.source, versions: [...branches, ...listOtp(index)] }
  },
  elixir: async ({ origins, read, otp, all }) => {
    const [index, otps] = await Promise.all([loadElixirIndex(origins, read), otp()])
    // One that is not released yet counts no more than the Elixirs that are not.
    const otpReleases = listOtp(otps).filter(({ isPrerelease }) => all || !isPrerelease)
    const majors = new Set(otpReleases.map(({ line }) => Number(line)))
    const branches = all ? listElixir(index, majors, "branches") : []
    return { name: "elixir", source: index.source, versions: [...branches, ...listElixir(index, majors)] }
  },
  node: async ({ origins, read, target }) => {
    const index = await loadNodeIndex(origins, read)
    return { name: "node", source: index.source, versions: listNode(index, target.arch) }
  },
}

function otpFolderFor(origins: Origins, { target, output }: ListRequest): string {
  const { release, note } = ubuntuFor(target)
  if (note !== undefined) output(note)
  return otpFolder(origins, { arch: target.arch, ubuntu: release })
}
