import { readFileSync } from "node:fs"
import { BuildpackError } from "../../lib/core/error.ts"
import type { VersionWishes } from "../../lib/core/runtime.ts"
import type { Origin, Setting } from "../../lib/core/setting.ts"
import { type BuildIndex, parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import { installsIndex, type MixTool } from "../../lib/versions/hex-index.ts"
import { type NodeIndex, parseNodeIndex } from "../../lib/versions/node-index.ts"

/** The systems that the small indexes are for: three Ubuntus on two architectures, though not each build is for each. */
export const systems = [
  "22.04-amd64",
  "22.04-arm64",
  "24.04-amd64",
  "24.04-arm64",
  "26.04-amd64",
  "26.04-arm64",
] as const

export type System = (typeof systems)[number]

export function otpIndex(system: System): BuildIndex {
  const [ubuntu, arch] = system.split("-")
  const source = `https://builds.hex.pm/builds/otp/${arch}/ubuntu-${ubuntu}/builds.txt`
  return parseBuildsTxt(text(`otp-ubuntu-${system}.txt`), source)
}

export const elixirIndex: BuildIndex = parseBuildsTxt(
  text("elixir.txt"),
  "https://builds.hex.pm/builds/elixir/builds.txt",
)

export const nodeIndex: NodeIndex = parseNodeIndex(text("node-index.txt"), "https://nodejs.org/dist/index.json")

/** The index that the Mix of an Elixir reads. */
export function installs(tool: MixTool, elixir: string): { readonly source: string; readonly text: string } {
  const name = installsIndex(tool, elixir)
  return { source: `https://builds.hex.pm/installs/${name}`, text: text(name) }
}

/** Wishes of one source after another, and what files of the code require; texts, or settings with an origin. */
export function wishes(
  asked: readonly (string | Setting<string>)[],
  required: readonly (string | Setting<string>)[] = [],
): VersionWishes {
  return {
    wishes: asked.map((text, index) => setting(text, index, ".tool-versions")),
    requirements: required.map((text, index) => setting(text, index, "mix.exs")),
  }
}

/** Just one wish, from a place. */
export function wish(value: string, origin: Origin): VersionWishes {
  return wishes([{ value, origin }])
}

function setting(text: string | Setting<string>, index: number, file: string): Setting<string> {
  return typeof text === "string" ? { value: text, origin: { kind: "file", file, line: index + 1 } } : text
}

/** What was chosen, or the id of the error. */
export function outcome(choose: () => string): string {
  try {
    return choose()
  } catch (error) {
    if (error instanceof BuildpackError) return error.id
    throw error
  }
}

/** The error as the user reads it. */
export function said(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof BuildpackError) return `${error.id}: ${error.title}\n\n${error.help}`
    throw error
  }
  throw new Error("expected a failure")
}

function text(file: string): string {
  return readFileSync(new URL(`../fixtures/indexes/${file}`, import.meta.url), "utf8")
}
