import { createHash } from "node:crypto"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { create } from "tar"
import { packageJson } from "../generate/app/assets.ts"
import { type NpmPackage, topPackages } from "../generate/npm.ts"
import { writeFiles } from "../machine/files.ts"

/** What a registry says of one version, and where npm finds it. */
interface Version {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly bin?: unknown
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly dist: { readonly tarball: string; readonly integrity: string; readonly shasum: string }
}

const ESBUILD = "0.28.2"
const upstream = "https://registry.npmjs.org"

/**
 * A registry of npm in a folder: a packument and a tarball of each package, the real esbuild among them, and beside it the
 * `package.json` and `package-lock.json` of an app that takes all of them.
 */
export async function makeNpm(folder: string, packages: readonly NpmPackage[]): Promise<void> {
  const registry = join(folder, "registry")
  await mkdir(registry, { recursive: true })
  const made = await Promise.all(packages.map((one) => pack(one, folder, registry)))
  const platform = `@esbuild/linux-${process.arch}`
  const esbuild = await fetched(`esbuild@${ESBUILD}`, folder, registry)
  const binary = await fetched(`${platform}@${ESBUILD}`, folder, registry)
  // The binaries of other platforms are named by no lock here: npm would ask for them and throw them away.
  const versions = [...made, { ...esbuild, optionalDependencies: { [platform]: ESBUILD } }, binary]
  for (const version of versions) await writePackument(version, registry)
  const dependencies = Object.fromEntries(topPackages(packages).map(({ name }) => [name, "^1.0.0"]))
  await writeFiles(folder, {
    "package.json": packageJson(dependencies, ESBUILD),
    "package-lock.json": lockOf(versions, dependencies, platform),
  })
}

async function pack(
  { name, version, dependencies, files }: NpmPackage,
  folder: string,
  registry: string,
): Promise<Version> {
  const sources = join(folder, "sources", name)
  await writeFiles(sources, Object.fromEntries(Object.entries(files).map(([path, text]) => [`package/${path}`, text])))
  const file = join(folder, `${name}.tgz`)
  await create({ cwd: sources, file, gzip: true, portable: true, mtime: new Date(0) }, ["package"])
  return { name, version, dependencies, dist: await keep(file, { name, version }, registry) }
}

/** One of the machine's own registry. */
async function fetched(spec: string, folder: string, registry: string): Promise<Version> {
  const { stdout } = await execa("npm", ["pack", spec, "--json", "--pack-destination", folder], { cwd: folder })
  const [{ filename }] = JSON.parse(stdout)
  const file = join(folder, filename)
  const { stdout: text } = await execa("tar", ["-xzOf", file, "package/package.json"])
  const { name, version, bin, os, cpu } = JSON.parse(text)
  const dist = await keep(file, { name, version }, registry)
  return { name, version, ...(bin && { bin }), ...(os && { os }), ...(cpu && { cpu }), dist }
}

async function keep(file: string, { name, version }: Pick<Version, "name" | "version">, registry: string) {
  const path = `${name}/-/${name.replace(/^.*\//, "")}-${version}.tgz`
  const to = join(registry, path)
  await mkdir(join(to, ".."), { recursive: true })
  await rename(file, to)
  const content = await readFile(to)
  const hash = (how: string, form: "base64" | "hex") => createHash(how).update(content).digest(form)
  return {
    tarball: `${upstream}/${path}`,
    integrity: `sha512-${hash("sha512", "base64")}`,
    shasum: hash("sha1", "hex"),
  }
}

async function writePackument(version: Version, registry: string): Promise<void> {
  const packument = {
    name: version.name,
    "dist-tags": { latest: version.version },
    versions: { [version.version]: version },
  }
  await writeFile(join(registry, version.name, "packument.json"), JSON.stringify(packument))
}

function lockOf(
  versions: readonly Version[],
  dependencies: Readonly<Record<string, string>>,
  platform: string,
): string {
  const esbuild = /^(@esbuild\/.*|esbuild)$/
  const entries = versions
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, dist: { tarball, integrity }, ...version }) => [
      `node_modules/${name}`,
      {
        version: version.version,
        resolved: tarball,
        integrity,
        ...(esbuild.test(name) && { dev: true }),
        ...(name === platform && { optional: true, os: version.os, cpu: version.cpu }),
        ...(version.bin !== undefined && { bin: version.bin }),
        ...(version.dependencies && { dependencies: version.dependencies }),
        ...(version.optionalDependencies && { optionalDependencies: version.optionalDependencies }),
      },
    ])
  const own = { name: "shop-assets", version: "0.1.0", dependencies, devDependencies: { esbuild: ESBUILD } }
  const lock = {
    name: "shop-assets",
    version: "0.1.0",
    lockfileVersion: 3,
    requires: true,
    packages: { "": own, ...Object.fromEntries(entries) },
  }
  return `${JSON.stringify(lock, undefined, 2)}\n`
}
