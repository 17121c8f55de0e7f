import { type RuntimeName, runtimeTitles, type VersionWishes } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import type { Choice } from "./choice.ts"
import { parseElixirRef } from "./elixir-ref.ts"
import { readElixirWish } from "./elixir-wish.ts"
import { ltsLine } from "./node-lines.ts"
import { readNodeWish } from "./node-wish.ts"
import { parseOtp } from "./otp.ts"
import { readOtpWish } from "./otp-wish.ts"
import type { Wanted } from "./wanted.ts"

/** What was chosen. */
type ChosenVersion = Pick<Choice, "version" | "asked" | "ref">

/** Whether what was chosen does for a text; undefined when that cannot be read. */
type Judge = (text: string, chosen: ChosenVersion) => boolean | undefined

const judges: Readonly<Record<RuntimeName, Judge>> = {
  erlang: (text, { ref }) => judge(readOtpWish(text), parseOtp(ref)),
  elixir: (text, { ref }) => judge(readElixirWish(text), parseElixirRef(ref)),
  hex: judgeMixTool,
  rebar3: judgeMixTool,
  node: judgeNode,
}

/** One warning for each weaker wish and each requirement that the chosen version does not satisfy: both places, and who won. */
export function disagreements(name: RuntimeName, chosen: ChosenVersion, said: VersionWishes): readonly string[] {
  const demands = [
    ...said.wishes.slice(1).map((setting) => ({ setting, verb: "asks for", loss: "which is not followed" })),
    ...said.requirements.map((setting) => ({ setting, verb: "requires", loss: losses[name] ?? "which it is not" })),
  ]
  return demands.flatMap(({ setting: { value, origin }, verb, loss }) => {
    const isMet = judges[name](value, chosen)
    if (isMet === true) return []
    const end = isMet === undefined ? "which is not understood" : loss
    return [`${decision(name, chosen)}; ${describeOrigin(origin)} ${verb} ${value}, ${end}`]
  })
}

/** What comes of a requirement that is not met, where the tool that has it is strict. */
const losses: Readonly<Partial<Record<RuntimeName, string>>> = { elixir: "so Mix will refuse to build the app" }

function decision(name: RuntimeName, { version: { value, origin }, asked }: ChosenVersion): string {
  const taken = `${runtimeTitles[name]} ${value} is taken`
  if (origin.kind === "default") return `${taken} (${origin.why})`
  return `${taken}, as ${describeOrigin(origin)} asks for ${asked ?? value}`
}

function judge<Version>(wanted: Wanted<Version> | undefined, version: Version | undefined): boolean | undefined {
  return wanted && version && wanted.includes(version)
}

/** Hex and rebar3 are numbered as Elixir is. */
function judgeMixTool(text: string, { version }: ChosenVersion): boolean | undefined {
  return judge(readElixirWish(text), { version: version.value })
}

/** Nobody objects to words that only the index could explain: a line as yet unknown, or one counted back from the newest. */
function judgeNode(text: string, { version: { value } }: ChosenVersion): boolean | undefined {
  const wanted = readNodeWish(text)
  if (wanted === undefined) return undefined
  const lts = ltsLine(value)
  const isOpen = lts === undefined ? /^\s*lts/i : /^\s*lts\/-/i
  return isOpen.test(text) || wanted.includes({ version: value, lts: lts ?? false, files: [] })
}
