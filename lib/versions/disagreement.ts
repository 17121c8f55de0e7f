import { type RuntimeName, runtimeTitles, type VersionWishes } from "../core/runtime.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import type { Choice } from "./choice.ts"
import { weigh } from "./weigh.ts"

/** What was chosen. */
interface ChosenVersion extends Pick<Choice, "version" | "asked" | "ref"> {
  /** Who asks, when a lock has chosen. */
  readonly asker?: Origin | undefined
}

/**
 * Warnings about what the chosen version does not satisfy, with the places and who won: one for all weaker wishes, and one
 * for each requirement.
 */
export function disagreements(
  name: RuntimeName,
  chosen: ChosenVersion,
  { wishes, requirements }: VersionWishes,
): readonly string[] {
  const weighed = (setting: Setting<string>): Weighed => ({ ...setting, isMet: isMet(name, setting.value, chosen) })
  const objections = [
    ...unfollowed(wishes.slice(1).map(weighed)),
    ...requirements.map(weighed).flatMap((requirement) => broken(name, requirement)),
  ]
  return objections.map((objection) => `${decision(name, chosen)}; ${objection}`)
}

interface Weighed extends Setting<string> {
  /** Whether the chosen version does for it; undefined when it cannot be read. */
  readonly isMet: boolean | undefined
}

function isMet(name: RuntimeName, text: string, { version, ref }: ChosenVersion): boolean | undefined {
  return weigh(name, text, { version: version.value, ref })?.isIncluded
}

/** As in "not followed: .tool-versions:2 (26.2.5); not understood: mise.toml:5 (newest)". */
function unfollowed(wishes: readonly Weighed[]): readonly string[] {
  const losers = [
    { what: "not followed", those: wishes.filter((wish) => wish.isMet === false) },
    { what: "not understood", those: wishes.filter((wish) => wish.isMet === undefined) },
  ]
  const named = losers.flatMap(({ what, those }) =>
    those.length === 0
      ? []
      : [`${what}: ${those.map(({ value, origin }) => `${describeOrigin(origin)} (${quotable(value)})`).join(", ")}`],
  )
  return named.length === 0 ? [] : [named.join("; ")]
}

function broken(name: RuntimeName, { value, origin, isMet }: Weighed): readonly string[] {
  if (isMet === true) return []
  const end = isMet === undefined ? "which is not understood" : (losses[name] ?? "which it is not")
  return [`${describeOrigin(origin)} requires ${quotable(value)}, ${end}`]
}

/** What comes of a requirement that is not met, where the tool that has it is strict. */
const losses: Readonly<Partial<Record<RuntimeName, string>>> = { elixir: "so Mix will refuse to build the app" }

function decision(name: RuntimeName, { version: { value, origin }, asked = value, asker }: ChosenVersion): string {
  const taken = `${runtimeTitles[name]} ${value} is taken`
  if (origin.kind === "default") return `${taken} (${origin.why})`
  return `${taken}, as ${describeOrigin(asker ?? origin)} asks for ${asked === value ? "it" : quotable(asked)}`
}
