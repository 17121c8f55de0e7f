import { expect, it } from "vitest"
import type { Buildpack, BuildRequest } from "../../lib/core/buildpack.ts"
import type { Output, OutputEvent } from "../../lib/core/output.ts"
import { planBuild, plansOf } from "../../lib/core/plan.ts"
import type { Artifact } from "../../lib/core/runtime.ts"

const artifact: Artifact = {
  name: "erlang",
  version: { value: "27.3.4", origin: { kind: "file", file: ".tool-versions", line: 1 } },
  ref: "OTP-27.3.4",
  url: "https://origin/OTP-27.3.4.tar.gz",
  digest: { algorithm: "sha256", hex: "0".repeat(64) },
}

/** A buildpack that says something while it plans, and finds this or fails. */
function planning(id: string, said: string, found: readonly Artifact[] | Error): Buildpack {
  return {
    id,
    plan: async ({ output }) => {
      output({ kind: "progress", text: said, bytes: 1 })
      output({ kind: "warning", text: said })
      if (found instanceof Error) throw found
      return { buildpack: id, runtimes: found, steps: [], launch: { processes: {} }, facts: {} }
    },
    launch: async () => ({ processes: {} }),
    bill: async () => ({ layers: {} }),
  }
}

function request(output: Output): BuildRequest {
  return {
    app: "/app",
    leftAt: "/app",
    stable: true,
    purpose: "production",
    runtimePath: "/app",
    env: {},
    target: { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } },
    output,
    signal: new AbortController().signal,
    group: ["one", "two"],
    openEnded: true,
  }
}

it("shows the runtimes first, and then what there is to know about them", async () => {
  const events: OutputEvent[] = []
  const buildpacks = [planning("one", "27 is old", [artifact]), planning("two", "no assets", [])]
  await planBuild(
    buildpacks,
    request((event) => events.push(event)),
  )
  expect(events).toEqual([
    { kind: "step", text: "Planning the build (one, two)" },
    { kind: "detail", text: "Erlang/OTP 27.3.4 (.tool-versions:1)" },
    { kind: "warning", text: "27 is old" },
    { kind: "warning", text: "no assets" },
  ])
})

it("loses nothing that was said before a failure", async () => {
  const events: OutputEvent[] = []
  const buildpacks = [planning("one", "27 is old", [artifact]), planning("two", "retried", new Error("unreachable"))]
  const plans = planBuild(
    buildpacks,
    request((event) => events.push(event)),
  )
  await expect(plans).rejects.toThrow("unreachable")
  expect(events.slice(1)).toEqual([
    { kind: "warning", text: "27 is old" },
    { kind: "warning", text: "retried" },
  ])
})

it("tells the failure of the first of the group, whichever fails first", async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const late: Buildpack = {
    ...planning("one", "", []),
    plan: async () => {
      await promise
      throw new Error("no Erlang/OTP 99")
    },
  }
  const early: Buildpack = {
    ...planning("two", "", []),
    plan: async () => {
      setImmediate(resolve)
      throw new Error("no Node.js 99")
    },
  }
  await expect(
    plansOf(
      [late, early],
      request(() => {}),
    ),
  ).rejects.toThrow("no Erlang/OTP 99")
})

it("waits for no other when the first of the group has failed", async () => {
  const failed = planning("one", "", new Error("no Erlang/OTP 99"))
  const waiting: Buildpack = { ...planning("two", "", []), plan: () => new Promise(() => {}) }
  await expect(
    plansOf(
      [failed, waiting],
      request(() => {}),
    ),
  ).rejects.toThrow("no Erlang/OTP 99")
})
