import { posix } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { parseSize } from "../core/size.ts"
import { quotable } from "../core/visible.ts"

/**
 * A setting that is yes or no, by the name that it has where it is set; undefined when it is not set, or empty. Throws
 * `config/not-yes-or-no`.
 */
export function yesOrNo(key: string, setting: Setting<string> | undefined): Setting<boolean> | undefined {
  if (setting === undefined || setting.value === "") return undefined
  if (setting.value !== "true" && setting.value !== "false") throw notYesOrNo(key, setting)
  return { value: setting.value === "true", origin: setting.origin }
}

/**
 * A setting that names a file or a folder of the app, `.` being the app itself; undefined when it is not set. Throws
 * `config/not-below`.
 */
export function pathBelow(key: string, setting: Setting<string> | undefined): Setting<string> | undefined {
  if (setting === undefined || setting.value === "") return undefined
  const path = posix.normalize(setting.value).replace(/(?<=.)\/$/, "")
  if (posix.isAbsolute(path) || path.split("/").includes("..")) throw notBelow(key, setting)
  return { value: path, origin: setting.origin }
}

/**
 * A setting that is a limit in bytes, such as `2GB`; Infinity for `none`. 0 is refused, since to some it means nothing and to
 * others no limit. Throws `config/not-a-size`.
 */
export function sizeLimit(key: string, { value, origin }: Setting<string>): Setting<number> {
  const bytes = value.toLowerCase() === "none" ? Number.POSITIVE_INFINITY : parseSize(value)
  if (bytes === undefined) throw notASize(key, { value, origin })
  return { value: bytes, origin }
}

function notYesOrNo(key: string, { value, origin }: Setting<string>): BuildpackError {
  return new BuildpackError("config/not-yes-or-no", `${key} is true or false, not "${quotable(value)}"`, {
    help:
      origin.kind === "env"
        ? `Set ${key}=true or ${key}=false, or unset it.`
        : `${describeOrigin(origin)} sets it. Write ${key}=true or ${key}=false there, or remove the line.`,
  })
}

function notASize(key: string, { value, origin }: Setting<string>): BuildpackError {
  return new BuildpackError("config/not-a-size", `${key} is a size such as 2GB, not "${quotable(value)}"`, {
    help: prose`
      ${describeOrigin(origin)} sets it. It is a number above 0 with a unit: kB, MB, GB and TB, or KiB, MiB, GiB and TiB.
      Write none for no limit; to take nothing from the cache, set BEAMPACK_CACHE=false.
    `,
  })
}

function notBelow(key: string, { value, origin }: Setting<string>): BuildpackError {
  return new BuildpackError("config/not-below", `${key} names nothing in the app: ${quotable(value)}`, {
    help: prose`
      ${describeOrigin(origin)} sets it. It is a path from the app's top folder to what is below it,
      such as apps/web or bin/assets, with neither a / in front nor .. in it.
    `,
  })
}
