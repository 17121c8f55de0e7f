import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { assignment } from "./assignment.ts"
import { nearestVersions } from "./nearest.ts"

/** A pinned version that its index does not list; the nearest known ones are named. */
export function unknownVersion(
  name: RuntimeName,
  pin: Setting<string>,
  known: readonly string[],
  source: string,
): BuildpackError {
  const asked = pin.origin.kind === "default" ? "It was asked for" : `${describeOrigin(pin.origin)} asks for it`
  const nearest = nearestVersions(pin.value, known)
  return new BuildpackError("version/unknown", `There is no ${runtimeTitles[name]} ${pin.value} to install`, {
    help: prose`
      ${asked}, but ${source} does not list it.
      ${wayOut(name, nearest, pin.origin)}
    `,
  })
}

function wayOut(name: RuntimeName, nearest: readonly string[], origin: Origin): string {
  const [best] = nearest
  if (best === undefined) return "It lists no version at all for this platform; if it is a mirror, add one."
  return prose`
    The nearest versions there: ${nearest.join(", ")}

    Name an exact version${origin.kind === "file" ? ` in ${origin.file}` : ""}, for example:

        ${assignment(name, best, origin)}
  `
}
