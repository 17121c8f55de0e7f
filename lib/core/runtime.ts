import type { Setting } from "./setting.ts"

/** In the order in which they build on each other. */
export const runtimeNames = ["erlang", "elixir", "hex", "rebar3", "node"] as const

export type RuntimeName = (typeof runtimeNames)[number]

/** How each runtime is called in messages. */
export const runtimeTitles = {
  erlang: "Erlang/OTP",
  elixir: "Elixir",
  hex: "Hex",
  rebar3: "rebar3",
  node: "Node.js",
} as const satisfies Record<RuntimeName, string>

/** A runtime that is wanted: an exact version, or undefined for the newest that fits. */
export interface RuntimeRequest {
  readonly name: RuntimeName
  readonly version?: Setting<string>
}

export interface Digest {
  readonly algorithm: "sha256" | "sha512"
  /** Lower-case hex. */
  readonly hex: string
}

/** A runtime that was found: one file to download, known by its digest. */
export interface Artifact {
  readonly name: RuntimeName
  readonly version: Setting<string>
  readonly url: string
  readonly digest: Digest
}
