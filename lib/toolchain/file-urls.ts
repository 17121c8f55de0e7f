import type { OtpPlatform } from "../core/stacks.ts"
import type { Arch } from "../core/target.ts"
import type { Origins } from "./origins.ts"
import { nodePlatform } from "./platform.ts"

/** The folder of the OTP builds for one platform. */
export function otpFolder(origins: Origins, { arch, ubuntu }: OtpPlatform): string {
  return `${origins.hex}/builds/otp/${arch}/ubuntu-${ubuntu}`
}

/** One of the OTP builds in such a folder. */
export function otpUrl(folder: string, ref: string): string {
  return `${folder}/${ref}.tar.gz`
}

/** One of the Elixir builds; `ref` is its name in their builds.txt, as in `v1.18.3-otp-27`. */
export function elixirUrl(origins: Origins, ref: string): string {
  return `${origins.hex}/builds/elixir/${ref}.zip`
}

/** Hex or rebar3. */
export function toolUrl(origins: Origins, ref: string): string {
  return `${origins.hex}/installs/${ref}`
}

/** The folder of one Node.js release. */
export function nodeFolder(origins: Origins, ref: string): string {
  return `${origins.node}/dist/${ref}`
}

/** The file in such a folder that is for an architecture. */
export function nodeFile(ref: string, arch: Arch): string {
  return `node-${ref}-${nodePlatform(arch)}.tar.gz`
}
