import { type Artifact, type KnownDigest, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { fileName, printable } from "../io/location.ts"
import { splitOtp } from "../versions/elixir-ref.ts"
import { knownDigestDiffers } from "./digest-errors.ts"
import { canonicalUrl } from "./origins.ts"
import { requestFor, type Search } from "./search.ts"

/** What files of the app, such as mise.lock, know of just this file. */
export function knownOf({ name, url }: Pick<Artifact, "name" | "url">, search: Search): readonly KnownDigest[] {
  const canonical = canonicalUrl(name, url, search.origins)
  return requestFor(name, search)?.knownDigests?.filter((known) => known.url === canonical) ?? []
}

/** The artifact, unless the app knows its file by another digest. Throws `mise/digest`. */
export function checkKnown(artifact: Artifact, search: Search): Artifact {
  const other = knownOtherwise(artifact, search)
  if (other !== undefined) throw knownDigestDiffers(artifact, other)
  return artifact
}

/** The other digest that the app knows the artifact's file by, if it does. */
export function knownOtherwise(artifact: Artifact, search: Search): KnownDigest | undefined {
  const { algorithm, hex } = artifact.digest
  return knownOf(artifact, search).find(({ digest }) => digest.algorithm === algorithm && digest.hex !== hex)
}

/** One line for each file that the app pins for the version that is taken, and that is not the one that is used. */
export function otherFiles(artifact: Artifact, search: Search): readonly string[] {
  const { name, version, url } = artifact
  const canonical = canonicalUrl(name, url, search.origins)
  const known = requestFor(name, search)?.knownDigests ?? []
  const others = known.filter((one) => splitOtp(one.version).rest === version.value && !isSameBuild(one.url, canonical))
  return others.map(({ origin, url: other }) => {
    const title = `${runtimeTitles[name]} ${version.value}`
    return `${describeOrigin(origin)} pins ${quotable(printable(other))}: that file is not used, nor its digest; ${title} is ${printable(canonical)}`
  })
}

/** Whether both are upstream's of one version, be they for different systems, or compiled for different OTPs. */
function isSameBuild(left: string, right: string): boolean {
  return buildOf(left) === buildOf(right)
}

function buildOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin} ${fileName(url).replace(/-otp-\d+(?=\.)/, "")}` : url
}
