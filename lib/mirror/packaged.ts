import { mkdir, rename, stat } from "node:fs/promises"
import { join } from "node:path"
import { packTar, packZip } from "../io/pack.ts"
import { ubuntuFor } from "../toolchain/ubuntu.ts"
import type { Package } from "./apt.ts"
import type { Entry } from "./folder.ts"
import { makeRelocatable } from "./otp-tree.ts"
import type { PartContext } from "./part.ts"
import { publishBuild, publishInstall } from "./publish.ts"

const noHex =
  "This distribution packs no Hex (Debian has it since 13): apps with Hex packages cannot be built from the mirror"

/** Upstream's part of a package version: `25.2.3` of `1:25.2.3+dfsg-1+deb12u4`. */
export function upstreamVersion(version: string): string {
  return /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? version
}

/** Makes upstream's files out of unpacked packages, `usr` being their `/usr`, and puts them into the mirror. */
export async function publishPackaged(
  usr: string,
  packages: readonly Package[],
  context: PartContext,
): Promise<readonly Entry[]> {
  const versions = new Map(packages.map(({ name, version }) => [name, upstreamVersion(version)]))
  const otp = versions.get("erlang-base") ?? ""
  const elixir = versions.get("elixir") ?? ""
  const rebar3 = versions.get("rebar3") ?? ""
  const hex = versions.get("erlang-hex")
  const fits = { elixir, otp: Number.parseInt(otp, 10) }

  // Its package has Hex among Elixir's own libraries; upstream's Elixir comes without.
  const made =
    hex === undefined ? [] : await publishHex(join(usr, "lib/elixir/lib/hex"), { version: hex, ...fits }, context)
  const others = await Promise.all([
    publishOtp(join(usr, "lib/erlang"), otp, context),
    publishElixir(join(usr, "lib/elixir"), fits, context),
    publishInstall(context.dir, join(usr, "bin/rebar3"), "rebar3", { version: rebar3, ...fits }),
  ])
  for (const [name, version] of [
    ["Erlang/OTP", otp],
    ["Elixir", elixir],
    ["rebar3", rebar3],
    ["Hex", hex],
  ]) {
    if (version !== undefined) context.output({ kind: "detail", text: `${name} ${version}` })
  }
  if (hex === undefined) context.output({ kind: "warning", text: noHex })
  return [...made, ...others.flat()]
}

/** What a tool was built for. */
interface Fits {
  readonly elixir: string
  readonly otp: number
}

async function publishOtp(root: string, version: string, context: PartContext): Promise<readonly Entry[]> {
  const { arch } = context.target
  const { mtime: date } = await stat(join(root, "bin/erlc"))
  const ref = `OTP-${version}`
  const file = join(context.work, `${ref}.tar.gz`)
  await makeRelocatable(root)
  await packTar(root, file, { prefix: ref })
  const folder = `builds/otp/${arch}/ubuntu-${ubuntuFor(context.target).release}`
  return publishBuild(context.dir, file, { folder, refs: [ref], extension: ".tar.gz", date })
}

async function publishElixir(root: string, { elixir, otp }: Fits, context: PartContext): Promise<readonly Entry[]> {
  const { mtime: date } = await stat(join(root, "bin/elixir"))
  const file = join(context.work, "elixir.zip")
  await packZip(root, file)
  const refs = [`v${elixir}`, `v${elixir}-otp-${otp}`]
  return publishBuild(context.dir, file, { folder: "builds/elixir", refs, extension: ".zip", date })
}

async function publishHex(
  library: string,
  hex: Fits & { readonly version: string },
  context: PartContext,
): Promise<readonly Entry[]> {
  const tree = join(context.work, "hex")
  const file = join(context.work, "hex.ez")
  await mkdir(tree)
  await rename(library, join(tree, `hex-${hex.version}`))
  await packZip(tree, file)
  return publishInstall(context.dir, file, "hex", hex)
}
