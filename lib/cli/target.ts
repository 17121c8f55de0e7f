import { targetNamed } from "../core/named-target.ts"
import type { Arch, Target } from "../core/target.ts"
import { readTarget } from "../io/machine.ts"
import type { CliContext } from "./context.ts"

/** Options that name another machine than this one. */
export interface TargetOptions {
  /** A system's name, such as `heroku-24` or `debian-13`. */
  readonly for?: string
  readonly arch?: Arch
}

/** The machine that the options name; what they leave open is as it is here. */
export async function wantedTarget(options: TargetOptions, { env }: Pick<CliContext, "env">): Promise<Target> {
  // Both named: that can be told on any machine.
  if (options.for !== undefined && options.arch !== undefined) return targetNamed(options.for, options.arch)
  const here = await readTarget(env)
  const arch = options.arch ?? here.arch
  return options.for === undefined ? { ...here, arch } : targetNamed(options.for, arch)
}
