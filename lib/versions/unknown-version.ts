import dedent from "dedent"
import { BuildpackError } from "../core/error.ts"
import type { RuntimeName } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { assignment } from "./assignment.ts"
import { nearestVersions } from "./nearest.ts"
import { runtimeTitles } from "./titles.ts"

/** A pinned version that its index does not list; the nearest known ones are named. */
export function unknownVersion(
  name: RuntimeName,
  pin: Setting<string>,
  known: readonly string[],
  source: string,
): BuildpackError {
  const nearest = nearestVersions(pin.value, known)
  const asked = pin.origin.kind === "default" ? "It was asked for" : `${describeOrigin(pin.origin)} asks for it`
  return new BuildpackError("version/unknown", `There is no ${runtimeTitles[name]} ${pin.value} to install`, {
    help: dedent`
      ${asked}, but ${source} does not list it.
      The nearest versions there: ${nearest.join(", ") || "none"}

      Give an exact version, for example:

          ${assignment(name, nearest[0] ?? "VERSION", pin.origin)}
    `,
  })
}
