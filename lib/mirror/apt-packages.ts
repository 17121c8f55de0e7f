import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { findPackages, unpackPackages } from "./apt.ts"
import { publishPackaged } from "./packaged.ts"
import type { PartContext } from "./part.ts"
import { isMade, writeStamp } from "./stamp.ts"

// What Mix, Hex, rebar3 and a release need of OTP. `dev` has the headers that dependencies include.
const OTP =
  "base dev crypto ssl public-key asn1 inets runtime-tools syntax-tools parsetools tools eunit xmerl mnesia os-mon"
const required = [...OTP.split(" ").map((part) => `erlang-${part}`), "elixir", "rebar3"]
// In Debian since 13.
const optional = ["erlang-hex"]

/** Puts the distribution's Erlang/OTP, Elixir, rebar3 and Hex into the mirror, unless just these are there already. */
export async function mirrorPackages(context: PartContext): Promise<void> {
  const { dir, work, env, target, output, signal } = context
  const apt = { folder: join(work, "apt"), env, output, signal }
  await mkdir(apt.folder)
  const packages = await findPackages(required, optional, apt)
  const from = packages.map(({ file, digest }) => `${file} ${digest}`)
  const part = `apt-${target.distro.name}-${target.distro.version}-${target.arch}`
  if (await isMade(dir, part, from)) {
    output({ kind: "detail", text: "Erlang/OTP and Elixir are there already" })
    return
  }
  const root = join(work, "root")
  const megabytes = packages.reduce((sum, each) => sum + each.bytes, 0) / 1e6
  output({ kind: "detail", text: `Fetching ${packages.length} packages with apt, ${megabytes.toFixed(0)} MB` })
  await unpackPackages(packages, root, apt)
  const entries = await publishPackaged(join(root, "usr"), packages, context)
  await writeStamp(dir, part, { from, entries })
}
