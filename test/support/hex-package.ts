import { createHash } from "node:crypto"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { type Entry, tarOf } from "./archives.ts"

/** A package of Hex, and its entry in a mix.lock. */
export interface MadePackage {
  /** As in `jason-1.0.0.tar`. */
  readonly file: string
  readonly tarball: Buffer
  readonly inner: string
  readonly outer: string
  readonly entry: string
}

interface PackageOptions {
  readonly version?: string
  readonly content?: readonly Entry[]
  readonly form?: string
  readonly repository?: string
  /** Names of packages that it needs, and of those that it can do without. */
  readonly needs?: readonly string[]
  readonly optional?: readonly string[]
}

/** What a package says of itself, in the file that Hex keeps. */
export function metadataOf(name: string, version: string): string {
  return `{<<"app">>,<<"${name}">>}.\n{<<"build_tools">>,[<<"mix">>]}.\n{<<"version">>,<<"${version}">>}.\n`
}

/** A package as `mix hex.build` makes it, with one source file unless others are given. */
export function hexPackageOf(name: string, options: PackageOptions = {}): MadePackage {
  const { version = "1.0.0", form = "3", repository = "hexpm", needs = [], optional = [] } = options
  const content = options.content ?? [{ path: `lib/${name}.ex`, content: `defmodule ${name}, do: nil\n` }]
  const contents = gzipSync(tarOf(content))
  const metadata = metadataOf(name, version)
  const inner = sha256(Buffer.concat([Buffer.from(form), Buffer.from(metadata), contents]))
  const tarball = tarOf([
    { path: "VERSION", content: form },
    { path: "CHECKSUM", content: inner.toUpperCase() },
    { path: "metadata.config", content: metadata },
    { path: "contents.tar.gz", content: contents },
  ])
  const outer = sha256(tarball)
  const requirement = (app: string, isOptional: boolean): string =>
    `{:${app}, "~> 1.0", [hex: :${app}, repo: "hexpm", optional: ${isOptional}]}`
  const below = [...needs.map((app) => requirement(app, false)), ...optional.map((app) => requirement(app, true))]
  const tuple = `{:hex, :${name}, "${version}", "${inner}", [:mix], [${below.join(", ")}], "${repository}", "${outer}"}`
  return { file: `${name}-${version}.tar`, tarball, inner, outer, entry: `"${name}": ${tuple}` }
}

/** A mix.lock with these packages. */
export function lockOf(packages: readonly Pick<MadePackage, "entry">[]): string {
  return `%{\n${packages.map(({ entry }) => `  ${entry},\n`).join("")}}\n`
}

/** Puts packages into a folder that a mirror of Hex serves; those of an organisation below its name. */
export async function publish(folder: string, packages: readonly MadePackage[], organisation?: string): Promise<void> {
  const root = join(folder, ...(organisation === undefined ? [] : ["repos", organisation]), "tarballs")
  await mkdir(root, { recursive: true })
  for (const { file, tarball } of packages) await writeFile(join(root, file), tarball)
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex")
}
