import { expect, it } from "vitest"
import { parseMixConfig } from "../../lib/app/mix-config.ts"
import type { ToolName } from "../../lib/mix/program-tasks.ts"
import { wantedPrograms } from "../../lib/mix/wanted-program.ts"

interface Case {
  readonly locked?: string
  readonly builtIn?: string
  readonly arch?: "amd64" | "arm64"
}

/** Each as "version target file". */
function wanted(tool: ToolName, config: string, given: Case = {}): readonly string[] {
  const sources = { locked: "0.10.0", builtIn: undefined, arch: "amd64", ...given } as const
  const programs = wantedPrograms(tool, { ...sources, config: parseMixConfig(config, [tool])[tool] })
  return programs.map(({ version, target, file }) => `${version} ${target} ${file}`)
}

const both = 'config :tailwind, version: "4.1.7", a: [version: "3.4.17"], b: [args: ~w(x)], c: [version: "3.4.17"]'

it.each<[string, ToolName, string, Case, readonly string[]]>([
  ["configured", "esbuild", 'config :esbuild, version: "0.25.4"', {}, ["0.25.4 linux-x64 esbuild-linux-x64"]],
  [
    "for ARM",
    "esbuild",
    'config :esbuild, version: "0.25.4"',
    { arch: "arm64" },
    ["0.25.4 linux-arm64 esbuild-linux-arm64"],
  ],
  ["built in", "esbuild", "", { builtIn: "0.25.0" }, ["0.25.0 linux-x64 esbuild-linux-x64"]],
  [
    "said twice",
    "esbuild",
    'config :esbuild, version: "1.0.0"\nconfig :esbuild, :version, "1.0.0"',
    {},
    ["1.0.0 linux-x64 esbuild-linux-x64"],
  ],
  ["of long ago", "esbuild", "", { builtIn: "0.14.41", locked: "0.5.0" }, ["0.14.41 linux-64 esbuild-linux-64"]],
  [
    "of long ago for ARM",
    "esbuild",
    "",
    { builtIn: "0.14.41", locked: "0.5.0", arch: "arm64" },
    ["0.14.41 linux-arm64 esbuild-linux-arm64"],
  ],
  [
    "old by a newer package",
    "esbuild",
    'config :esbuild, version: "0.15.18"',
    {},
    ["0.15.18 linux-64 esbuild-linux-x64"],
  ],
  [
    "Tailwind",
    "tailwind",
    'config :tailwind, version: "4.1.7"',
    { locked: "0.4.1" },
    ["4.1.7 linux-x64 tailwind-linux-x64"],
  ],
  [
    "Tailwind by a newer package",
    "tailwind",
    'config :tailwind, version: "4.3.0"',
    { locked: "0.5.1" },
    ["4.3.0 linux-x64 tailwind-linux-x64-4.3.0"],
  ],
  [
    "a target",
    "tailwind",
    'config :tailwind, version: "4.1.7", target: "linux-x64-musl"',
    { locked: "0.4.1" },
    ["4.1.7 linux-x64-musl tailwind-linux-x64-musl"],
  ],
  [
    "a version for a profile",
    "tailwind",
    both,
    { locked: "0.5.0" },
    ["3.4.17 linux-x64 tailwind-linux-x64-3.4.17", "4.1.7 linux-x64 tailwind-linux-x64-4.1.7"],
  ],
  ["what older packages do not know", "tailwind", both, { locked: "0.4.1" }, ["4.1.7 linux-x64 tailwind-linux-x64"]],
])("tells which program it is, and its file: %s", (_, tool, config, given, expected) => {
  expect(wanted(tool, config, given)).toEqual(expected)
})

it.each<[string, ToolName, string, Case?]>([
  ["nobody knows the version", "esbuild", ""],
  ["code makes the version", "esbuild", "config :esbuild, version: v()", { builtIn: "0.25.0" }],
  ["a variable names it", "esbuild", 'config :esbuild, version: System.get_env("V", "1.0.0")'],
  ["two versions are said", "esbuild", 'config :esbuild, version: "1.0.0"\nconfig :esbuild, version: "2.0.0"'],
  ["a condition", "esbuild", 'if x do\n config :esbuild, version: "1.0.0"\nend', { builtIn: "0.25.0" }],
  ["the app says where it is", "esbuild", 'config :esbuild, version: "1.0.0", path: "x"'],
  ["no version at all", "esbuild", 'config :esbuild, version: "../../x"'],
  ["a package of an unknown version", "esbuild", 'config :esbuild, version: "1.0.0"', { locked: "main" }],
  ["a target that code makes", "tailwind", 'config :tailwind, version: "4.1.7", target: t()'],
  ["a target of another system", "tailwind", 'config :tailwind, version: "4.1.7", target: "macos-arm64"'],
  ["code makes a profile's version", "tailwind", 'config :tailwind, version: "4.1.7", a: [version: v()]'],
])("leaves it to the task: %s", (_, tool, config, given) => {
  expect(wanted(tool, config, given)).toEqual([])
})
