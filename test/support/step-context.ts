import type { Lasting } from "../../lib/core/lasting.ts"
import type { StepContext } from "../../lib/core/step.ts"

/** For a step that leaves nothing running. */
const lasting: Lasting = { of: () => fail("something is to last") }

/** What a step is given on amd64 of Debian 12, but for what a test is about. */
export function stepContext(own: Partial<StepContext>): StepContext {
  return {
    app: "/app",
    purpose: "production",
    env: {},
    target: { os: "linux", arch: "amd64", distro: { name: "debian", version: "12" } },
    layers: { open: noLayer, fill: noLayer, close: noLayer, alone: noLayer },
    output: () => {},
    signal: new AbortController().signal,
    lasting,
    ...own,
  }
}

function noLayer(): never {
  return fail("no layer is there")
}

function fail(why: string): never {
  throw new Error(why)
}
