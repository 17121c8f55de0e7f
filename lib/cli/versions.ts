import { type ListedName, listedNames } from "../core/version-list.ts"
import { visible, visibleJson } from "../core/visible.ts"
import { today } from "../io/today.ts"
import type { CliContext } from "./context.ts"
import { type TargetOptions, wantedTarget } from "./target.ts"
import { versionsAnswer, versionsText } from "./versions-answer.ts"

/** `all`: each version and not only the newest of its line; `json`: for machines. */
export interface VersionsOptions extends TargetOptions {
  readonly all?: boolean
  readonly json?: boolean
}

/** Prints which versions can be had: of one runtime, or of all three. */
export async function versions(
  name: ListedName | undefined,
  options: VersionsOptions,
  context: CliContext,
): Promise<void> {
  const { env, output, signal, listVersions, print } = context
  const target = await wantedTarget(options, context)
  const names = name === undefined ? listedNames : [name]
  const lists = await listVersions({ names, target, all: options.all ?? false, env, output, signal })
  if (options.json) print(`${visibleJson(versionsAnswer(lists, target))}\n`)
  else print(visible(versionsText(lists, today(env))))
}
