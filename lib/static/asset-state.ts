import { dirname, isAbsolute, join, posix } from "node:path"
import type { Assets } from "../app/assets.ts"
import { readText } from "../app/folder.ts"
import { parseMixAliases } from "../app/mix-aliases.ts"
import { buildFolder } from "../app/releases.ts"
import type { Env } from "../core/env.ts"
import type { StepContext } from "../core/step.ts"
import { volatileNames } from "../core/volatile-variables.ts"
import { mixEnvironment } from "../mix/environment.ts"
import { installedOtp } from "../mix/installed-otp.ts"
import { whyAlwaysBuilt } from "./always-built.ts"
import { readAppFiles, readColocated } from "./app-files.ts"
import { type InputRule, inputRule } from "./asset-inputs.ts"
import type { AssetState } from "./asset-record.ts"
import { buildVariables, type VariablesRequest } from "./build-variables.ts"
import { lockedInputs } from "./locked-inputs.ts"

/** What is known of how assets are built before anything runs. */
export interface AssetPlan {
  readonly assets: Assets
  readonly phoenixEx: string
  /** The versions of Node and of package managers. */
  readonly node: string
  readonly managers: string
  readonly request: VariablesRequest
}

/** What the assets would be built from now. */
export interface SeenAssets extends AssetState {
  readonly rule: InputRule
  /** All files, counting or not. */
  readonly files: ReadonlyMap<string, string>
  /** Why nothing of an earlier build can be taken; undefined when it can. */
  readonly why: string | undefined
}

/** Looks at all that the assets depend on, as it is now. */
export async function seeAssets(plan: AssetPlan, context: StepContext): Promise<SeenAssets> {
  const { places, packages } = plan.assets
  const { app, env, target } = context
  const read = await readAppFiles(app, { names: volatileNames(plan.request.env), packages })
  const { files, texts, links, named, unread } = read
  const folders = [...new Set([".", ...places.map(({ folder }) => folder)])]
  const mixExs = folders.map(async (folder) => {
    return [folder, (await readText(app, posix.join(folder, "mix.exs"))) ?? ""] as const
  })
  const projects = new Map(await Promise.all(mixExs))
  const aliases = new Map([...projects].map(([folder, text]) => [folder, parseMixAliases(text)]))
  const { phoenixEx } = plan
  const linked = [...links].map(([path, to]) => posix.join(posix.dirname(path), to))
  const sources = { places, phoenixEx, aliases, texts, linked }
  const rule =
    unread === undefined ? inputRule(sources) : { counts: () => true, why: `${unread} is too large to be read` }
  const locked = await lockedInputs({ rule, read, projects }, context)
  const compiled = await readColocated(app, buildFolder({ project: "", mixEnv: mixEnvironment(context), env }))
  return {
    facts: {
      machine: `${target.arch} ${target.distro.name} ${target.distro.version}`,
      node: plan.node,
      managers: plan.managers,
      beam: `${await installedOtp(env)} ${await installedElixir(env)}`,
      settings: JSON.stringify([places, phoenixEx]),
    },
    variables: buildVariables(plan.request, named),
    inputs: new Map([...[...files].filter(([path]) => rule.counts(path)), ...(locked ?? []), ...compiled]),
    rule,
    files,
    why: whyAlwaysBuilt(read),
  }
}

async function installedElixir({ PATH = "" }: Env): Promise<string | undefined> {
  for (const folder of PATH.split(":").filter(isAbsolute)) {
    const text = await readText(join(dirname(folder), "lib/elixir/ebin"), "elixir.app")
    if (text !== undefined) return /\{vsn,\s*"([^"]*)"/.exec(text)?.[1]
  }
  return undefined
}
