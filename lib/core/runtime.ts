import type { Origin, Setting } from "./setting.ts"

/** In the order in which they build on each other. */
export const runtimeNames = ["erlang", "elixir", "hex", "rebar3", "node"] as const

/** As in names of layers, in reports and in beampack.lock. */
export type RuntimeName = (typeof runtimeNames)[number]

/** How each runtime is called in messages. */
export const runtimeTitles = {
  erlang: "Erlang/OTP",
  elixir: "Elixir",
  hex: "Hex",
  rebar3: "rebar3",
  node: "Node.js",
} as const satisfies Record<RuntimeName, string>

/** What an app says about the version of one runtime, as its sources have it: `27`, `~> 1.17`, `lts/*`. */
export interface VersionWishes {
  /** One for each source that names a version, the strongest first: that one decides. */
  readonly wishes: readonly Setting<string>[]
  /** What the code demands of any version: `elixir:` in mix.exs, engines of package.json. They narrow what the wish leaves open. */
  readonly requirements: readonly Setting<string>[]
}

/** A runtime that is wanted; without wishes and requirements the newest that fits is meant. */
export interface RuntimeRequest extends VersionWishes {
  readonly name: RuntimeName
  /** What files of the app, such as mise.lock, know of the files to download. */
  readonly knownDigests?: readonly KnownDigest[] | undefined
}

/** A digest that the app itself has of a file at a URL of upstream. */
export interface KnownDigest {
  /** Of which version the file is, as that place has it. */
  readonly version: string
  readonly url: string
  readonly digest: Digest
  readonly origin: Origin
}

/** What a file's bytes are known by. */
export interface Digest {
  readonly algorithm: "sha256" | "sha512"
  /** Lower-case hex. */
  readonly hex: string
  /** Whether nobody published it: it is the one that the file had when it was first downloaded. */
  readonly firstUse?: boolean | undefined
}

/** A version that would have been taken, and why it was not. */
export interface PassedOver {
  readonly version: string
  /** As in "1.20.3 (mix.exs:7 asks for ~> 1.17 and < 1.19.0)". */
  readonly why: string
}

/** A runtime that was found: one file to download, known by its digest. */
export interface Artifact {
  readonly name: RuntimeName
  /** What it was found for. */
  readonly request?: RuntimeRequest | undefined
  readonly version: Setting<string>
  /** The branch whose head it is; no index tells the version of one. */
  readonly branch?: string | undefined
  /** What the version's origin asks for, as it stands there; absent when nobody asks. */
  readonly asked?: string | undefined
  /** Who asks for that, when another has chosen the version, as a lock has; absent when its origin does. */
  readonly asker?: Origin | undefined
  readonly passedOver?: readonly PassedOver[] | undefined
  /** Its name in the index: `OTP-27.3.4`, `v1.18.4-otp-27`, `v24.11.0`; of Hex and rebar3 the path below `/installs`. */
  readonly ref: string
  readonly url: string
  readonly digest: Digest
  /** Bytes, when that is known. */
  readonly size?: number | undefined
}
