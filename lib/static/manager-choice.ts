import type { NodePackages } from "../app/node-packages.ts"
import { isBerry, type ManagerDigest, type PackageManager } from "../app/package-manager.ts"
import { settingLine, settingName } from "../app/setting-names.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { managers } from "./managers.ts"

/** A package manager that has to be installed. */
export interface WantedManager {
  readonly manager: PackageManager
  readonly version: Setting<string>
  /** What the user says its bytes are. */
  readonly digest?: ManagerDigest | undefined
  /** The folder whose .npmrc says where packages come from. */
  readonly folder: string
}

/** What the user has set for all packages of the app. */
interface Wish {
  readonly npmVersion: Setting<string> | undefined
  readonly yarnVersion: Setting<string> | undefined
}

/**
 * The package managers that Node does not bring: those of the packages, and another npm when one is asked for. Throws
 * `static/manager-version`, `static/yarn-version` and `static/two-versions`.
 */
export function wantedManagers(packages: readonly NodePackages[], wish: Wish): readonly WantedManager[] {
  const folder = packages[0]?.folder ?? "."
  const npm = wish.npmVersion && { manager: "npm" as const, version: exact("npm", wish.npmVersion), folder }
  const each = packages.flatMap((one) => wantedFor(one, wish) ?? [])
  const all = npm === undefined ? each : [npm, ...each.filter(({ manager }) => manager !== "npm")]
  const byCommand = Map.groupBy(all, ({ manager }) => managers[manager].command)
  return [...byCommand].map(([command, group]) => onlyVersion(command, group))
}

/** Undefined when Node's own npm will do. */
function wantedFor({ manager, folder, lock, pin }: NodePackages, { yarnVersion }: Wish): WantedManager | undefined {
  const isYarn = manager === "yarn" || manager === "berry"
  if (isYarn && yarnVersion !== undefined) {
    return { manager, version: fitting(manager, exact("yarn", yarnVersion)), folder }
  }
  if (pin !== undefined) {
    const origin = { kind: "file", file: pin.file } as const
    return { manager, version: { value: pin.version, origin }, digest: pin.digest, folder }
  }
  const version = managers[manager].version?.(lock?.format)
  if (version === undefined) return undefined
  return { manager, version: { value: version, origin: { kind: "default", why: "beampack's choice" } }, folder }
}

function exact(key: "npm" | "yarn", { value, origin }: Setting<string>): Setting<string> {
  const [, version] = /^v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)$/.exec(value) ?? []
  if (version === undefined) throw notExact(key, value, origin)
  return { value: version, origin }
}

function fitting(manager: "yarn" | "berry", version: Setting<string>): Setting<string> {
  if (isBerry(version.value) !== (manager === "berry")) throw otherYarn(version)
  return version
}

function onlyVersion(command: string, [first, ...others]: readonly WantedManager[]): WantedManager {
  if (first === undefined) throw new Error(`nobody wants ${command}`)
  const other = others.find(({ version }) => version.value !== first.version.value)
  if (other !== undefined) throw twoVersions(command, first, other)
  return first
}

function notExact(key: "npm" | "yarn", value: string, origin: Origin): BuildpackError {
  const line = settingLine(key, key === "npm" ? "10.9.4" : "1.22.22", origin)
  return new BuildpackError(
    "static/manager-version",
    `${settingName(key, origin)} is no exact version: ${quotable(value)}`,
    {
      help: prose`
      ${describeOrigin(origin)} sets it. Write all three numbers, such as ${line}, so that every
      build takes the same one. Or remove the line and let package.json name it ("packageManager"), which developers'
      machines heed as well.
    `,
    },
  )
}

function otherYarn({ value, origin }: Setting<string>): BuildpackError {
  return new BuildpackError("static/yarn-version", `Yarn ${value} cannot read this yarn.lock`, {
    help: prose`
      ${describeOrigin(origin)} sets ${settingName("yarn", origin)}. Yarn 1 and the later ones are two programs, and the app's lock or
      .yarnrc.yml is that of the other. Remove the line: the lock tells which Yarn it takes.
    `,
  })
}

function twoVersions(command: string, one: WantedManager, other: WantedManager): BuildpackError {
  const [a, b] = [one, other].map(({ folder, version }) => `${version.value} in ${folder}`)
  return new BuildpackError("static/two-versions", `Two versions of ${command} are wanted: ${a}, ${b}`, {
    help: "A build has one. Write the same version in packageManager of each package.json.",
  })
}
