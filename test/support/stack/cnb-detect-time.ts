import { mkdir, rm } from "node:fs/promises"
import { inject } from "vitest"
import type { StackCnb } from "./cnb.ts"
import { type Source, writeSource } from "./source.ts"

/** Both at once, as the lifecycle runs them; prints microseconds. */
const script = `
for round in 1 2 3 4 5 6 7 8 9; do
  began=$(date +%s%N)
  for buildpack; do CNB_BUILD_PLAN_PATH=$(mktemp -u) "$buildpack/bin/detect" /platform & done
  wait
  echo $((($(date +%s%N) - began) / 1000))
done`

/** How long the bin/detect of all components take for an app, in milliseconds, several times. */
export async function detectTimes({ cnb: { machine } }: StackCnb, source: Source): Promise<readonly number[]> {
  const { app } = machine.folders
  await rm(app, { recursive: true })
  await mkdir(app)
  await writeSource(source, app)
  const { packages } = inject("stack")
  const args = ["-c", script, "-", ...[packages.elixir, packages.static].map(machine.inside)]
  const cwd = machine.inside(app)
  const { output } = await machine.phase((run) => run({ program: "/bin/sh", args, cwd, env: machine.env }))
  return output
    .trim()
    .split("\n")
    .map((line) => Number(line) / 1000)
}
