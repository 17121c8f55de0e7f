import { resolve } from "node:path"
import { readTarget } from "../io/machine.ts"
import type { CliContext } from "./context.ts"

/** As typed. `fromApt`: of the distribution's packages, whose versions are what they are. */
export interface MirrorOptions {
  readonly fromApt?: boolean
  readonly erlang?: string
  readonly elixir?: string
  readonly node?: string
}

/** Makes, or adds to, a folder that BEAMPACK_MIRROR can name. */
export async function mirror(dir: string, options: MirrorOptions, context: CliContext): Promise<void> {
  const { fromApt, ...versions } = options
  const { env, output, signal, makeMirror } = context
  const source = fromApt ? ({ kind: "apt" } as const) : ({ kind: "upstream", versions } as const)
  await makeMirror({ dir: resolve(dir), source, env, target: await readTarget(env), output, signal })
  output({ kind: "step", text: `The mirror is in ${resolve(dir)}` })
  output({ kind: "detail", text: `Build with it: BEAMPACK_MIRROR=${resolve(dir)} beampack build APP` })
}
