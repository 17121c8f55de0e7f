import type { RuntimeName } from "../core/runtime.ts"
import { parseElixirRef } from "./elixir-ref.ts"
import type { LockedRuntime } from "./lock.ts"
import { parseOtp } from "./otp-version.ts"

/** The three that name a version in a lock, and ought to name the same one. */
type Named = Pick<LockedRuntime, "name" | "version" | "ref">

/** Whether the version is the one that its ref names: what is reported is what is installed. */
export function isOfRef({ name, version, ref }: Named): boolean {
  return refVersions[name](ref) === version
}

/** Whether a URL is of the ref's file: all upstreams name their files, or the folders of these, so. */
export function isFileOf({ ref }: Pick<Named, "ref">, url: string): boolean {
  const path = new URL(url).pathname
  return [".tar.gz", ".zip", ""].some((end) => path.endsWith(`/${ref}${end}`)) || path.includes(`/${ref}/`)
}

const refVersions: Readonly<Record<RuntimeName, (ref: string) => string | undefined>> = {
  erlang: (ref) => parseOtp(ref)?.text,
  elixir: (ref) => parseElixirRef(ref)?.version,
  hex: (ref) => /\/hex-(.+?)(?:-otp-\d+)?\.ez$/.exec(ref)?.[1],
  rebar3: (ref) => /\/rebar3-(.+?)(?:-otp-\d+)?$/.exec(ref)?.[1],
  node: (ref) => /^v(.+)$/.exec(ref)?.[1],
}
