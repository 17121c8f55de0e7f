import { runtimeNames } from "../core/runtime.ts"
import type { Lock, LockedFile, LockedRuntime } from "./lock.ts"

/** Raised when older versions of beampack could not read what is written. */
export const LOCK_FORMAT = 1

const head =
  '# The runtimes that builds of this app take, and no others. Renew it with "beampack lock"; edit nothing by hand.'

/** The lock as TOML: in one order whatever the order of its parts, and one line for each file, so that diffs are short. */
export function lockText(lock: Lock): string {
  const runtimes = runtimeNames.flatMap((name) => lock.filter((runtime) => runtime.name === name))
  return [`${head}\nformat = ${LOCK_FORMAT}\n`, ...runtimes.map(runtimeText)].join("\n")
}

function runtimeText({ name, version, ref, branch, asked, lts, files }: LockedRuntime): string {
  const rows = Object.entries(files).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return [
    `[${name}]`,
    `version = ${quoted(version)}`,
    `ref = ${quoted(ref)}`,
    ...(branch === undefined ? [] : [`branch = ${quoted(branch)}`]),
    `asked = [${asked.map(quoted).join(", ")}]`,
    ...(lts === undefined ? [] : [`lts = ${quoted(lts)}`]),
    "",
    `[${name}.files]`,
    ...rows.map(([platform, file]) => `${quoted(platform)} = ${fileText(file)}`),
    "",
  ].join("\n")
}

function fileText({ url, digest, size }: LockedFile): string {
  const bytes = size === undefined ? "" : `, size = ${size}`
  return `{ url = ${quoted(url)}, digest = ${quoted(`${digest.algorithm}:${digest.hex}`)}${bytes} }`
}

/** A basic string of TOML, which differs from one of JSON in one character (https://toml.io/en/v1.0.0#string). */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f")
}
