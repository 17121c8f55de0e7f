import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { parse } from "yaml"
import type { Box, Ended } from "../machine/box.ts"
import { endingAt, reportedSteps, type Span, spansOf } from "../measure/steps.ts"
import { type Folders, onHost } from "./place.ts"

/** Who builds: beampack, or the plain build. Folders are those inside the box. */
export interface Builder {
  readonly name: "beampack" | "plain"
  command(folders: Folders): readonly string[]
  /** Variables of the build beside the platform's own. */
  readonly env: Readonly<Record<string, string>>
  /** Config vars. */
  readonly vars: Readonly<Record<string, string>>
  /** The command line of `web`, once it was built. */
  web(box: Box, folders: Folders): Promise<string>
  /** The steps of what has just been built. */
  steps(box: Box, folders: Folders, ended: Ended): Promise<readonly Span[]>
}

/** URLs of the upstream that both fetch from, without a slash at the end. */
interface Origins {
  /** What builds.hex.pm, nodejs.org and repo.hex.pm have. */
  readonly mirror: string
  /** The npm registry. */
  readonly npm: string
}

/** What the platform sets. */
const platform = {
  HOME: "/app",
  LANG: "en_US.UTF-8",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  STACK: "heroku-24",
} as const

/** The pair's package, mounted at /buildpack; its steps are those of `bin/report`. */
export function beampack({ mirror, npm }: Origins): Builder {
  return {
    name: "beampack",
    command: ({ build, cache, env }) => ["/buildpack/bin/compile", build, cache, env],
    env: platform,
    vars: { BEAMPACK_MIRROR: mirror, HEX_MIRROR: mirror, HEX_UNSAFE_REGISTRY: "1", npm_config_registry: `${npm}/` },
    web: async (box, { build }) => {
      const { lines } = await box.run(["/buildpack/bin/release", build], platform)
      const { default_process_types: types } = parse(lines.map(({ text }) => text).join("\n"))
      return types.web
    },
    steps: async (box, { cache }, { startedAt, lines, wall }) => {
      const file = join(onHost(box, cache), "beampack/report.json")
      const steps = reportedSteps(JSON.parse(await readFile(file, "utf8")))
      // A build that ran none says in its log what it did instead.
      if (steps.length === 0) return spansOf(lines, wall)
      // It ends with the report; until docker tells that it has ended, some more time goes by.
      return endingAt(((await stat(file)).mtimeMs - startedAt) / 1000, steps)
    },
  }
}

/** `plain.sh`, whose log has an arrow for each step. Its app is started by Mix, since it makes no release. */
export function plain({ mirror, npm }: Origins): Builder {
  return {
    name: "plain",
    command: ({ build, cache }) => ["/bench/plain.sh", build, cache],
    env: {
      ...platform,
      UPSTREAM: mirror,
      UPSTREAM_KEY: "/bench/upstream.pem",
      HEX_MIRROR: mirror,
      HEX_BUILDS_URL: mirror,
      HEX_UNSAFE_REGISTRY: "1",
      npm_config_registry: `${npm}/`,
    },
    vars: {},
    web: async () => "mix run --no-halt",
    steps: async (_box, _folders, { lines, wall }) => spansOf(lines, wall),
  }
}
