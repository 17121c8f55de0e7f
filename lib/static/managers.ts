import type { PackageManager } from "../app/package-manager.ts"
import { cacheFolder, type LayerStore } from "../core/layer.ts"
import type { Arch } from "../core/target.ts"
import { nodeArch } from "../versions/node-index.ts"

/** How one package manager is had and told what to do. */
export interface Manager {
  /** What is typed, and how it is called in messages. */
  readonly command: string
  /** Its lock file. */
  readonly lock: string
  /** Our own choice of a version, by the format of the lock; none for npm, which Node brings. */
  readonly version?: (format: number | undefined) => string
  /** Where the user names registries and tokens, and the words for another registry. */
  readonly settingsFile: { readonly name: string; readonly registry: string }
  /** The package that holds the program. */
  readonly source: (version: string, arch: Arch) => string
  /** The programs in it, by command; those that its package.json names unless given. */
  readonly programs?: Readonly<Record<string, string>>
  /** The file whose digest `packageManager` has, if it is not the package. */
  readonly digested?: string
  /** Installs exactly what the lock says, the tools of the build with it. `cache` is a folder of its own. */
  readonly install: (frozen: boolean, cache: string) => readonly string[]
  /** What it and the scripts that call it are told, unless the user says otherwise. */
  readonly settings?: (cache: string) => Readonly<Record<string, string>>
}

const npmrc = { name: ".npmrc", registry: "registry=…" }
const bunArch = { amd64: "x64", arm64: "aarch64" } as const satisfies Record<Arch, string>

/** Versions of Yarn 2 and later by the format of the lock that they write; others refuse it under --immutable. */
const berryVersions: Readonly<Record<number, string>> = { 4: "2.4.2", 5: "3.1.1", 6: "3.8.7", 8: "4.12.0", 9: "4.14.1" }

/** To add one: an entry here, its lock file in lib/app/package-manager.ts. */
export const managers: Readonly<Record<PackageManager, Manager>> = {
  npm: {
    command: "npm",
    lock: "package-lock.json",
    settingsFile: npmrc,
    source: () => "npm",
    install: (frozen) => [frozen ? "ci" : "install", "--include=dev", "--prefer-offline"],
    // Less chatter in the log.
    settings: (cache) => ({
      npm_config_cache: cache,
      npm_config_audit: "false",
      npm_config_fund: "false",
      npm_config_update_notifier: "false",
      npm_config_progress: "false",
    }),
  },
  yarn: {
    command: "yarn",
    lock: "yarn.lock",
    settingsFile: npmrc,
    version: () => "1.22.22",
    source: () => "yarn",
    install: (frozen, cache) => [
      ...["install", ...(frozen ? ["--frozen-lockfile"] : []), "--production=false"],
      ...["--non-interactive", "--cache-folder", cache],
    ],
  },
  berry: {
    command: "yarn",
    lock: "yarn.lock",
    settingsFile: { name: ".yarnrc.yml", registry: "npmRegistryServer: …" },
    version: (format = 10) => berryVersions[format] ?? "4.18.1",
    source: () => "@yarnpkg/cli-dist",
    digested: "bin/yarn.js",
    install: (frozen) => ["install", frozen ? "--immutable" : "--no-immutable"],
    settings: (cache) => ({ YARN_GLOBAL_FOLDER: cache, YARN_ENABLE_TELEMETRY: "0" }),
  },
  pnpm: {
    command: "pnpm",
    lock: "pnpm-lock.yaml",
    settingsFile: npmrc,
    version: () => "10.34.9",
    // From 12 on it is a program for each machine.
    source: (version, arch) => (Number.parseInt(version, 10) < 12 ? "pnpm" : `@pnpm/exe.linux-${nodeArch[arch]}`),
    install: (frozen, cache) => [
      ...["install", frozen ? "--frozen-lockfile" : "--no-frozen-lockfile"],
      ...["--prod=false", "--prefer-offline", "--store-dir", cache],
    ],
    // It is the version that is asked for, and what is installed was just installed.
    settings: () => ({ pnpm_config_pm_on_fail: "ignore", pnpm_config_verify_deps_before_run: "false" }),
  },
  bun: {
    command: "bun",
    lock: "bun.lock",
    settingsFile: npmrc,
    version: () => "1.4.5",
    source: (_, arch) => `@oven/bun-linux-${bunArch[arch]}`,
    programs: { bun: "bin/bun", bunx: "bin/bun" },
    install: (frozen) => ["install", ...(frozen ? ["--frozen-lockfile"] : [])],
    settings: (cache) => ({ BUN_INSTALL_CACHE_DIR: cache }),
  },
}

/** Where a package manager keeps what it has fetched, from build to build. */
export async function managerCache(manager: PackageManager, layers: LayerStore): Promise<string> {
  return cacheFolder(layers, `${manager}-cache`)
}
