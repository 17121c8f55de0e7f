import type { RuntimeName, VersionWishes } from "../core/runtime.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { notUnderstood } from "./not-understood.ts"
import type { Wanted } from "./wanted.ts"

/** One text that asks for versions, where it stands, and what it means. */
export interface Demand<Version> {
  readonly setting: Setting<string>
  readonly wanted: Wanted<Version>
}

/** What decides about the version of one runtime. */
export interface Demands<Version> {
  readonly name: RuntimeName
  /** The strongest wish; weaker ones decide nothing. */
  readonly wish?: Demand<Version> | undefined
  readonly requirements: readonly Demand<Version>[]
}

/** Reads what is asked for. Throws `version/not-understood`. */
export function readDemands<Version>(
  name: RuntimeName,
  read: (text: string) => Wanted<Version> | undefined,
  { wishes, requirements }: VersionWishes = { wishes: [], requirements: [] },
): Demands<Version> {
  const demand = (setting: Setting<string>): Demand<Version> => {
    const wanted = read(setting.value)
    if (wanted === undefined) throw notUnderstood(name, setting)
    return { setting, wanted }
  }
  const [wish] = wishes
  return { name, wish: wish && demand(wish), requirements: requirements.map(demand) }
}

/** Whether a version was asked for by its very name, so that nothing else can be taken for it. */
export function isNamed<Version>({ wish }: Demands<Version>, version: Version): boolean {
  return wish?.wanted.names(version) === true
}

/** The text that decides, as it stands: the wish, else what the code demands first. */
export function decidingText<Version>({ wish, requirements }: Demands<Version>): Setting<string> | undefined {
  return (wish ?? requirements[0])?.setting
}

/** Who asks for what: the origin of the version, and the text there. */
export function askedFor<Version>(
  demands: Demands<Version>,
  unasked: Origin,
): { readonly origin: Origin; readonly asked?: string } {
  const text = decidingText(demands)
  return text === undefined ? { origin: unasked } : { origin: text.origin, asked: text.value }
}

/** A demand as a reason: `mix.exs:7 asks for ~> 1.17 and < 1.19.0`. */
export function saying({ origin, value }: Setting<string>): string {
  return `${describeOrigin(origin)} asks for ${quotable(value)}`
}
