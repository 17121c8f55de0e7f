import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, type Digest, type KnownDigest, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import { printable } from "../io/location.ts"
import { isLocked } from "./locked-mismatch.ts"

/** A file of the app, such as mise.lock, knows the file by another digest. */
export function knownDigestDiffers(artifact: Artifact, known: KnownDigest): BuildpackError {
  const { name, version, digest } = artifact
  const title = `${runtimeTitles[name]} ${version.value}`
  const place = describeOrigin(known.origin)
  const other = isLocked(artifact) ? describeOrigin(version.origin) : "listed"
  return new BuildpackError("mise/digest", `${place} has another digest of ${title}`, {
    help: prose`
      ${place}:  ${known.digest.algorithm}:${known.digest.hex}
      ${other}:  ${digest.algorithm}:${digest.hex}

      They are of the same file, ${known.url}
      so it was published anew since, or one of the two is wrong. Nothing was downloaded.
      If the new file is what you want, renew that lock with the tool that made it: mise lock
    `,
  })
}

/** A file that was trusted as it came, since it was listed without a digest, is listed with another one now. */
export function trustedDigestDiffers({ name, version, url, digest }: Artifact, trusted: Digest): BuildpackError {
  const title = `${runtimeTitles[name]} ${version.value} is listed with another digest than it was trusted with`
  return new BuildpackError("digest/not-trusted", title, {
    help: prose`
      at first ${trusted.algorithm}:${trusted.hex}
      listed   ${digest.algorithm}:${digest.hex}

      No digest of ${printable(url)}
      was listed when a build first took it, so it was trusted as it came. Now there is one, and it is of another file:
      either that one was not what it should have been, or another was put in its place, for which a released version
      has no reason. Nothing was downloaded.

      Take another patch release. Or, when you know that what is listed now is right, write it down with:

          beampack lock

      or let builds forget what they trusted: empty the app's cache, with "heroku builds:cache:purge" or
      "pack build --clear-cache".
    `,
  })
}
