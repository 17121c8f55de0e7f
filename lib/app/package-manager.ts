import { posix } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { readText, stands } from "./folder.ts"

/** Yarn 1 is `yarn`; Yarn 2 and later, another program with the same name and the same lock file's name, is `berry`. */
export type PackageManager = "npm" | "yarn" | "berry" | "pnpm" | "bun"

/** Who manages the packages of a folder. */
export interface ManagerChoice {
  readonly manager: PackageManager
  /** Its lock file, if there is one. */
  readonly lock?: LockFile | undefined
  /** What package.json asks for by `packageManager`. */
  readonly pin?: ManagerPin | undefined
}

interface LockFile {
  readonly file: string
  /** The version of the format; of Yarn 2 and later, which read no other. */
  readonly format?: number | undefined
}

interface ManagerPin {
  /** The file that has it. */
  readonly file: string
  readonly version: string
  readonly digest?: ManagerDigest | undefined
}

/** A digest as corepack writes it. */
export interface ManagerDigest {
  readonly algorithm: string
  readonly hex: string
}

/** As `packageManager` names them. */
const names = ["npm", "yarn", "pnpm", "bun"] as const satisfies readonly PackageManager[]

type ManagerName = (typeof names)[number]

/** npm is last: its lock is what a habit leaves beside the others. */
const locks = [
  { name: "yarn", file: "yarn.lock" },
  { name: "pnpm", file: "pnpm-lock.yaml" },
  { name: "bun", file: "bun.lock" },
  { name: "bun", file: "bun.lockb" },
  { name: "npm", file: "package-lock.json" },
  { name: "npm", file: "npm-shrinkwrap.json" },
] as const satisfies readonly { readonly name: ManagerName; readonly file: string }[]

export const lockNames: readonly string[] = locks.map(({ file }) => file)

/** Who manages the packages: who is named, else whose lock is there, else npm. Throws `assets/other-lock`. */
export async function chooseManager(
  app: string,
  folder: string,
  packageManager: string | undefined,
): Promise<ManagerChoice> {
  const packageJson = posix.join(folder, "package.json")
  const named = parsePackageManager(packageManager ?? "", packageJson)
  const present = await Promise.all(locks.map(({ file }) => stands(app, posix.join(folder, file), "file")))
  const found = locks.filter((_, index) => present[index])
  const [first] = found
  const lock = named === undefined ? first : found.find(({ name }) => name === named.name)
  if (named !== undefined && lock === undefined && first !== undefined) {
    throw otherLock(packageJson, named.name, first.file)
  }
  const choice = { manager: named?.name ?? lock?.name ?? "npm", lock, pin: named?.pin }
  return choice.manager === "yarn" ? whichYarn(app, folder, choice) : choice
}

interface NamedManager {
  readonly name: ManagerName
  readonly pin?: ManagerPin | undefined
}

/** Reads `name@version` or `name@version+algorithm.hex`. Whatever npm passes over as well, such as a range, pins nothing. */
function parsePackageManager(text: string, file: string): NamedManager | undefined {
  const [, word, rest = ""] = /^(\w+)@(.*)$/.exec(text) ?? []
  const name = names.find((one) => one === word)
  if (name === undefined) return undefined
  const pattern = /^(\d+\.\d+\.\d+(?:-[\w.-]+)?)(?:\+(sha(?:1|224|256|384|512))\.([0-9a-f]+))?$/
  const [, version, algorithm, hex] = pattern.exec(rest) ?? []
  const digest = algorithm === undefined || hex === undefined ? undefined : { algorithm, hex }
  return { name, pin: version === undefined ? undefined : { file, version, digest } }
}

async function whichYarn(app: string, folder: string, { lock, pin }: ManagerChoice): Promise<ManagerChoice> {
  const text = lock === undefined ? "" : ((await readText(app, posix.join(folder, lock.file))) ?? "")
  const [, format] = /^__metadata:\s+version: (\d+)/m.exec(text) ?? []
  if (format !== undefined) return { manager: "berry", lock: { file: "yarn.lock", format: Number(format) }, pin }
  const later = pin === undefined ? await stands(app, posix.join(folder, ".yarnrc.yml"), "file") : isBerry(pin.version)
  return { manager: later ? "berry" : "yarn", lock, pin }
}

/** Whether this version of Yarn is 2 or later. */
export function isBerry(version: string): boolean {
  return Number.parseInt(version, 10) > 1
}

function otherLock(packageJson: string, name: ManagerName, file: string): BuildpackError {
  return new BuildpackError("assets/other-lock", `${packageJson} names ${name}, but the lock beside it is ${file}`, {
    help: prose`
      packageManager says that ${name} manages these packages, and only its own lock tells it which versions to install.
      Commit the lock that ${name} install writes and remove ${file}, or remove packageManager.
    `,
  })
}
