import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { assignment } from "./assignment.ts"
import { nearestVersions } from "./nearest.ts"
import { isRange } from "./version-words.ts"

/** A wish, or what the code demands, that no version in the index meets; the nearest known ones are named. */
export function unknownVersion(
  name: RuntimeName,
  { value, origin }: Setting<string>,
  known: readonly string[],
  source: string,
): BuildpackError {
  const asking = origin.kind === "default" ? "The app asks for" : `${describeOrigin(origin)} asks for`
  const title = isRange(value)
    ? `No version of ${runtimeTitles[name]} that can be installed meets ${value}`
    : `There is no ${runtimeTitles[name]} ${value} to install`
  const why = isRange(value)
    ? `${asking} a version in that range, but ${source} lists none.`
    : `${asking} it, but ${source} does not list it.`
  return new BuildpackError("version/unknown", title, {
    help: prose`
      ${why}
      ${wayOut(name, nearestVersions(value, known), origin)}
    `,
  })
}

function wayOut(name: RuntimeName, nearest: readonly string[], origin: Origin): string {
  const [best] = nearest
  if (best === undefined) return "It lists no version at all for this platform; if it is a mirror, add one."
  return prose`
    The nearest versions there: ${nearest.join(", ")}

    Name one of them${origin.kind === "file" ? ` in ${origin.file}` : ""}, for example:

        ${assignment(name, best, origin)}
  `
}
