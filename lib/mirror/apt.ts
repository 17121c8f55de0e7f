import { join } from "node:path"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { Output } from "../core/output.ts"
import { prose } from "../core/prose.ts"
import { lastWords } from "../io/ending.ts"
import { type RunResult, run } from "../io/run.ts"

/** A package of the distribution as its package lists have it. */
export interface Package {
  readonly name: string
  /** The distribution's: `1:25.2.3+dfsg-1+deb12u4`. */
  readonly version: string
  /** The file that `apt-get download` writes. */
  readonly file: string
  readonly bytes: number
  /** As apt checks it: `SHA256:` and hex. */
  readonly digest: string
}

/** Where apt works, and who hears of it. */
export interface AptOptions {
  /** An empty folder for apt to work in. */
  readonly folder: string
  readonly env: Env
  readonly output: Output
  readonly signal?: AbortSignal | undefined
}

/**
 * The packages that would be downloaded. An `optional` one that the distribution does not have is left out; for the
 * others the package lists are brought up to date once, when we may. Throws `mirror/no-apt`, `mirror/no-package` and
 * `mirror/apt-failed`.
 */
export async function findPackages(
  required: readonly string[],
  optional: readonly string[],
  options: AptOptions,
): Promise<readonly Package[]> {
  const query = ["--print-uris", "download", ...required, ...optional]
  const isNeeded = (name: string): boolean => required.includes(name)
  let result = await aptGet(query, options)
  if (missingPackages(result.lines).some(isNeeded) && process.getuid?.() === 0) {
    options.output({ kind: "detail", text: "The package lists are missing or old: apt-get update" })
    expectSuccess("apt-get update", await aptGet(["update"], options))
    result = await aptGet(query, options)
  }
  const missing = missingPackages(result.lines)
  const needed = missing.filter(isNeeded)
  if (needed.length > 0) throw noPackage(needed)
  // With a package missing apt prints the others, but ends as if it had failed.
  if (missing.length === 0) expectSuccess("apt-get download", result)
  return parsePackages(result.stdout)
}

/** Downloads the packages and unpacks them all into one folder, as they would lie below `/`. Nothing is installed. */
export async function unpackPackages(packages: readonly Package[], into: string, options: AptOptions): Promise<void> {
  const names = packages.map((each) => each.name)
  expectSuccess("apt-get download", await aptGet(["download", ...names], options))
  for (const each of packages) {
    expectSuccess("dpkg-deb", await command("dpkg-deb", ["-x", join(options.folder, each.file), into], options))
  }
}

/** What `apt-get --print-uris download` printed: `'URL' NAME_VERSION_ARCH.deb BYTES SHA256:HEX`. */
export function parsePackages(text: string): readonly Package[] {
  return text.split("\n").flatMap((line) => {
    const [, file, bytes, digest] = /^'[^']*' (\S+) (\d+) (\S+)$/.exec(line) ?? []
    if (file === undefined || digest === undefined) return []
    const [name = "", version = ""] = file.split("_")
    return [{ name, version: decodeURIComponent(version), file, bytes: Number(bytes), digest }]
  })
}

/** The packages that apt says it does not know. */
export function missingPackages(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^E: Unable to locate package (\S+)/.exec(line)?.[1] ?? [])
}

function aptGet(args: readonly string[], options: AptOptions): Promise<RunResult> {
  // As root apt would download as another user, who may not write into our folder.
  return command("apt-get", ["-o", "APT::Sandbox::User=root", ...args], options)
}

async function command(name: string, args: readonly string[], options: AptOptions): Promise<RunResult> {
  const { folder: cwd, signal } = options
  const result = await run(name, args, { cwd, signal, env: { ...options.env, LC_ALL: "C" } })
  if (result.exitCode === 127) throw noApt(name)
  return result
}

function expectSuccess(what: string, result: RunResult): void {
  if (result.exitCode !== 0) throw aptFailed(what, result.lines)
}

function noApt(name: string): BuildpackError {
  return new BuildpackError("mirror/no-apt", `There is no ${name} on this machine`, {
    help: prose`
      A mirror from the distribution's packages can only be made on Debian 12 or later, or Ubuntu 22.04 or later.
      Elsewhere make it from upstream: leave out --from-apt.
    `,
  })
}

function noPackage([name, ...others]: readonly string[]): BuildpackError {
  const rest = others.length === 0 ? "" : ` (and ${others.length} more)`
  return new BuildpackError("mirror/no-package", `apt knows no package named ${name}${rest}`, {
    help: prose`
      The package lists of this machine are missing or old, or lack the section that Erlang and Elixir are in
      (main on Debian, universe on Ubuntu). Fetch them, then type the command again:

          sudo apt-get update
    `,
  })
}

function aptFailed(what: string, lines: readonly string[]): BuildpackError {
  return new BuildpackError("mirror/apt-failed", `${what} failed`, {
    help: prose`
      It said:

          ${lastWords(lines)}

      If that is about the network, or package lists that are too old, this helps or says more: sudo apt-get update
    `,
  })
}
