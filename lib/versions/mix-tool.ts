import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { runtimeTitles } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { type Choice, newestThatFits } from "./choice.ts"
import { findInstall, installPath, type MixTool, parseInstalls } from "./hex-index.ts"
import { unknownVersion } from "./unknown-version.ts"

/** What Hex or rebar3 has to fit. */
export interface MixToolHost {
  readonly elixir: string
  readonly otpMajor: number
}

/** Hex or rebar3 for an Elixir and an OTP, from the text of its index; `ref` is its path below `/installs`. */
export function chooseMixTool(
  tool: MixTool,
  index: { readonly source: string; readonly text: string },
  host: MixToolHost,
  pin?: Setting<string>,
): Choice {
  const rows = parseInstalls(index.text)
  const row = findInstall(rows, host.elixir, host.otpMajor, pin?.value)
  if (row !== undefined) {
    return {
      version: { value: row.version, origin: pin?.origin ?? newestThatFits },
      ref: installPath(tool, row),
      digest: { algorithm: "sha512", hex: row.sha512 },
    }
  }
  if (pin === undefined) throw noBuild(tool, index.source, host)
  const fitting = rows.filter(({ version }) => findInstall(rows, host.elixir, host.otpMajor, version) !== undefined)
  throw unknownVersion(
    tool,
    pin,
    fitting.map(({ version }) => version),
    index.source,
  )
}

function noBuild(tool: MixTool, source: string, host: MixToolHost): BuildpackError {
  const title = `There is no ${runtimeTitles[tool]} for Elixir ${host.elixir} on Erlang/OTP ${host.otpMajor}`
  return new BuildpackError("version/empty-index", title, {
    help: prose`
      ${source} was read, but lists none that is old enough.

      Take a newer Elixir, or, if this is a mirror (BEAMPACK_MIRROR), make it again.
    `,
  })
}
