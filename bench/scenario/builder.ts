import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { parse } from "yaml"
import type { Box } from "../machine/box.ts"
import { reportedSteps, type Span } from "../measure/steps.ts"
import { type Folders, onHost } from "./place.ts"

/** Who builds: beampack, or the plain build. */
export interface Builder {
  readonly name: "beampack" | "plain"
  command(folders: Folders): readonly string[]
  /** Variables of the build beside the platform's own. */
  readonly env: Readonly<Record<string, string>>
  /** Config vars. */
  readonly vars: Readonly<Record<string, string>>
  /** The command line of `web`, once it was built. */
  web(box: Box, folders: Folders): Promise<string>
  /** Its steps, when it tells of them apart from its log, in seconds back from its end. */
  steps(box: Box, folders: Folders): Promise<readonly Span[]>
}

interface Origins {
  readonly mirror: string
  readonly npm: string
}

/** What the platform sets. */
const platform = {
  HOME: "/app",
  LANG: "en_US.UTF-8",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  STACK: "heroku-24",
} as const

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
    steps: async (box, { cache }) =>
      reportedSteps(JSON.parse(await readFile(join(onHost(box, cache), "beampack/report.json"), "utf8"))),
  }
}

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
    steps: async () => [],
  }
}
