import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { runContainer } from "../../test/support/stack/docker.ts"
import { directPackages, projectFiles, realPackages } from "../generate/app/project.ts"
import { coreAndLeaf, type Package, packageGraph } from "../generate/graph.ts"
import { npmPackages, topPackages } from "../generate/npm.ts"
import { packageFiles } from "../generate/package.ts"
import { written } from "../generate/written.ts"
import { writeFiles } from "../machine/files.ts"
import type { Machine } from "../machine/machine.ts"
import { makeNpm } from "./npm.ts"

/** How large things are. */
export interface Sizes {
  /** Source files of the app, with a module each. */
  readonly modules: number
  /** Packages of Hex, with the real ones. */
  readonly dependencies: number
}

/** What the app leans on, in a folder that is kept. */
export interface Prepared {
  readonly packages: readonly Package[]
  /** The dependencies that have a newer version, as `versions.lock` has it. */
  readonly leaf: Package
  readonly core: Package
  /** npm packages that the app's script imports. */
  readonly imports: readonly string[]
  /** `mix.lock` as it is at first, and with one of the newer versions. */
  readonly locks: Readonly<Record<"base" | "leaf" | "core", string>>
  readonly packageJson: string
  readonly packageLock: string
  /** How many modules the packages have that rebar3 compiles, which does not tell. */
  readonly erlang: Readonly<Record<string, number>>
  /** Folders that upstream serves. */
  readonly hex: string
  readonly npm: string
}

const seed = "beampack"
const NPM_PACKAGES = 60

/** Generates packages and registries, by real Hex and npm. It is done once for each size, and again when what makes them changes. */
export async function prepare(machine: Machine, { dependencies }: Sizes): Promise<Prepared> {
  const graph = packageGraph(Math.max(3, dependencies - realPackages.length - written.length), seed)
  const packages = [...graph, ...written]
  const { leaf, core } = coreAndLeaf(graph)
  const npm = npmPackages(NPM_PACKAGES, seed)
  const name = `bench-${dependencies}-${await key(machine)}`
  const folder = join(machine.cache, name)
  if (!(await readdir(machine.cache)).includes(name)) {
    const made = join(machine.work, name)
    await makeHex(made, machine, { packages, leaf, core })
    await makeNpm(join(made, "npm"), npm)
    await rename(made, folder)
  }
  const text = (path: string): Promise<string> => readFile(join(folder, path), "utf8")
  return {
    packages,
    leaf,
    core,
    imports: topPackages(npm).map((one) => one.name),
    locks: { base: await text("base.lock"), leaf: await text("leaf.lock"), core: await text("core.lock") },
    packageJson: await text("npm/package.json"),
    packageLock: await text("npm/package-lock.json"),
    erlang: await erlangModules(packages, join(folder, "public/tarballs")),
    hex: join(folder, "public"),
    npm: join(folder, "npm/registry"),
  }
}

type Graph = Pick<Prepared, "packages" | "leaf" | "core">

async function makeHex(out: string, machine: Machine, { packages, leaf, core }: Graph): Promise<void> {
  const sources = `${out}-sources`
  for (const one of packages) await writeFiles(join(sources, "packages", one.name), packageFiles(one, packages))
  for (const [role, one] of Object.entries({ leaf, core })) {
    const newer = { ...one, version: "1.0.1" }
    await writeFiles(join(sources, "bumped", role, one.name), packageFiles(newer, packages))
  }
  const { "mix.exs": mixExs = "" } = projectFiles(packages)
  // Others are unlocked as well when one is updated, unless the app names it.
  if (![leaf, core].every((one) => directPackages(packages).includes(one))) throw new Error("the app has to name both")
  await writeFiles(join(sources, "app"), { "mix.exs": mixExs })
  await mkdir(out)
  const inside = { real: "/real", mirror: "/mirror", sources: "/sources", out: "/out" }
  const folders = ["packages", "bumped", "app"].map((name) => join(inside.sources, name))
  const { exitCode, stdout, stderr } = await runContainer({
    image: machine.images.build,
    user: "root",
    command: ["/hex.sh", inside.mirror, inside.real, ...folders, inside.out, leaf.name, core.name],
    mounts: [
      { from: join(import.meta.dirname, "hex.sh"), to: "/hex.sh", readOnly: true },
      { from: machine.mirror, to: inside.mirror, readOnly: true },
      { from: machine.realPackages, to: inside.real, readOnly: true },
      { from: sources, to: inside.sources },
      { from: out, to: inside.out },
    ],
  })
  if (exitCode !== 0) throw new Error(`no packages of Hex could be made:\n${stdout}${stderr}`)
}

async function erlangModules(packages: readonly Package[], tarballs: string): Promise<Prepared["erlang"]> {
  const generated = packages
    .filter(({ tool }) => tool === "rebar3")
    .map(({ name, modules }) => [name, modules] as const)
  const files = (await readdir(tarballs)).filter((file) => realPackages.some((name) => file.startsWith(`${name}-`)))
  const real = files.map(async (file) => {
    const { stdout } = await execa("tar", ["-xOf", join(tarballs, file), "contents.tar.gz"], {
      encoding: "buffer",
    }).pipe("tar", ["-tz"])
    return [
      file.replace(/-[^-]*$/, ""),
      stdout.split("\n").filter((path) => /^src\/.*\.erl$/.test(path)).length,
    ] as const
  })
  return Object.fromEntries([...generated, ...(await Promise.all(real))])
}

async function key({ mirror, realPackages }: Machine): Promise<string> {
  const hash = createHash("sha256").update(mirror).update(realPackages)
  for (const folder of ["../generate", "."].map((path) => join(import.meta.dirname, path))) {
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.[a-z]+$/.test(name)).toSorted()
    for (const name of names) hash.update(await readFile(join(folder, name)))
  }
  return hash.digest("hex").slice(0, 12)
}
