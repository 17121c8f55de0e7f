import compare from "semver/functions/compare.js"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { runtimeTitles, type VersionWishes } from "../core/runtime.ts"
import { candidates, type ListedBuilds, type VersionOrder } from "./candidates.ts"
import { type Choice, newestThatFits } from "./choice.ts"
import { askedFor, isNamed, readDemands } from "./demands.ts"
import { readElixirWish } from "./elixir-wish.ts"
import { fitsHost, type InstallRow, installPath, type MixTool, type MixToolHost, parseInstalls } from "./hex-index.ts"
import { knownBad } from "./known-bad.ts"
import { passedOver } from "./passed-over.ts"
import { type ReadList, withoutNewList } from "./remembered-list.ts"

const order: VersionOrder<InstallRow> = {
  compare: (left, right) => compare(left.version, right.version),
  isStable: ({ version }) => !version.includes("-"),
  named: ({ version }) => ({ version }),
}

/**
 * Hex or rebar3 for an Elixir and an OTP, from the text of its index; `ref` is its path below `/installs`. Mix's own
 * rule: of the rows that fit the last, but none that is known to be bad there, unless it is asked for. Throws
 * `version/no-build`, and as `candidates` does.
 */
export function chooseMixTool(
  tool: MixTool,
  index: ReadList & { readonly text: string },
  host: MixToolHost,
  wishes?: VersionWishes,
): Choice {
  const rows = parseInstalls(index.text)
  const fitting = rows.filter((row) => fitsHost(row, host))
  if (fitting.length === 0) throw withoutNewList(noBuild(tool, index.source, host), [index])

  // Their versions are semantic ones as Elixir's are, and so are the wishes.
  const demands = readDemands(tool, readElixirWish, wishes)
  const allowed = candidates(listed(index, fitting, tool), order, demands)
  const defect = ({ version }: InstallRow) => knownBad(tool, version, { erlang: host.otp, elixir: host.elixir })
  const last =
    allowed.findLast(({ version }) => isNamed(demands, version) || defect(version) === undefined) ?? allowed.at(-1)
  if (last === undefined) throw noBuild(tool, index.source, host)

  const { origin, asked } = askedFor(demands, newestThatFits)
  return {
    version: { value: last.version.version, origin },
    asked,
    passedOver: passedOver(last.version, listed(index, rows, tool).builds, order, demands, ({ version }) =>
      // Nobody expects what is made for a newer Elixir or OTP.
      fitsHost(version, host) ? defect(version)?.why : undefined,
    ),
    ref: last.ref,
    digest: { algorithm: "sha512", hex: last.version.sha512 },
  }
}

function listed(
  { source, rememberedAt }: ReadList,
  rows: readonly InstallRow[],
  tool: MixTool,
): ListedBuilds<InstallRow> {
  return { source, rememberedAt, builds: rows.map((version) => ({ ref: installPath(tool, version), version })) }
}

function noBuild(tool: MixTool, source: string, host: MixToolHost): BuildpackError {
  const title = `There is no ${runtimeTitles[tool]} for Elixir ${host.elixir} on Erlang/OTP ${host.otp}`
  return new BuildpackError("version/no-build", title, {
    help: prose`
      ${source} was read, but lists none that is old enough.

      Take a newer Elixir, or, if this is a mirror (BEAMPACK_MIRROR), make it again.
    `,
  })
}
