import type { Artifact } from "../core/runtime.ts"
import { type LockedRuntime, readings } from "../versions/lock.ts"
import { canonicalUrl } from "./origins.ts"
import { platformOf } from "./platform.ts"
import { requestFor, type Search } from "./search.ts"

/** What a lock says of an artifact, with its file for the one platform that is searched for. */
export function lockedFrom(artifact: Artifact, search: Search): LockedRuntime {
  const { name, version, ref, branch, url, digest, size } = artifact
  const request = requestFor(name, search)
  return {
    name,
    version: version.value,
    ref,
    branch,
    asked: request === undefined ? [] : readings(request),
    files: { [platformOf(name, search.platform)]: { url: canonicalUrl(name, url, search.origins), digest, size } },
  }
}
