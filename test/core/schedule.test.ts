import { describe, expect, it } from "vitest"
import type { EnvDelta } from "../../lib/core/env.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { runSteps } from "../../lib/core/schedule.ts"
import type { Step } from "../../lib/core/step.ts"
import { recorded, say, settled, step } from "../support/steps.ts"

function prepended(value: string): EnvDelta {
  return { scope: "all", name: "PATH", change: { action: "prepend", value, delim: ":" } }
}

describe("order", () => {
  it("runs a chain one after the other and says when each begins and ends", async () => {
    const { context, log } = recorded()
    await runSteps([step("a", []), step("b", ["a"]), step("c", ["b"])], context)
    expect(log).toEqual(["step a", "done a", "step b", "done b", "step c", "done c"])
  })

  it("waits for every step that is needed", async () => {
    const { context, log } = recorded()
    const slow = Promise.withResolvers<undefined>()
    const all = runSteps(
      [step("slow", [], () => slow.promise), step("quick", []), step("last", ["slow", "quick"])],
      context,
    )
    await settled()
    expect(log).toEqual(["step slow"])
    slow.resolve(undefined)
    await all
    expect(log).toEqual(["step slow", "done slow", "step quick", "done quick", "step last", "done last"])
  })

  it("takes a need that has no step here as done by an earlier buildpack", async () => {
    const { context, log } = recorded()
    await runSteps([step("assets", ["compile", "packages"])], context)
    expect(log).toEqual(["step assets", "done assets"])
  })

  it("does nothing without steps", async () => {
    expect(await runSteps([], recorded().context)).toEqual([])
  })

  it("lets a step wait for later ones of the list, whose changes it sees", async () => {
    const { context, log } = recorded()
    const steps = [
      step("compile", []),
      step("hook", ["compile", "packages"], ({ env, output }) => {
        say({ ...context, output }, `PATH=${env.PATH}`)
        return undefined
      }),
      step("packages", ["node"]),
      step("node", [], async () => [prepended("/node")]),
    ]
    expect(await runSteps(steps, context)).toEqual([prepended("/node")])
    expect(log.filter((line) => !line.startsWith("done"))).toEqual([
      "step compile",
      "step node",
      "step packages",
      "step hook",
      "detail PATH=/node:/usr/bin",
    ])
  })

  it.each([
    ["itself", [step("a", ["a"])], "the step a needs itself"],
    ["one that needs it", [step("a", ["b"]), step("b", ["a"])], "the step a needs itself"],
  ])("refuses a step that needs %s, before it starts any", async (_, steps, message) => {
    const { context, log } = recorded()
    await expect(runSteps([step("first", []), ...steps], context)).rejects.toThrow(message)
    await settled()
    expect(log).toEqual([])
  })

  it("measures how long a step took", async () => {
    const events: OutputEvent[] = []
    const { context } = recorded({ output: (event) => events.push(event) })
    const began = performance.now()
    await runSteps([step("a", [], () => new Promise((resolve) => setTimeout(() => resolve(undefined), 30)))], context)
    const done = events.find((event) => event.kind === "done")
    expect(done?.milliseconds).toBeGreaterThan(25)
    expect(done?.milliseconds).toBeLessThanOrEqual(performance.now() - began)
  })
})

describe("beside one another", () => {
  it("runs steps that do not need each other at the same time", async () => {
    // Each waits until the other has begun: one after the other, neither would ever end.
    const begun = { left: Promise.withResolvers<undefined>(), right: Promise.withResolvers<undefined>() }
    const left = step("left", [], () => {
      begun.left.resolve(undefined)
      return begun.right.promise
    })
    const right = step("right", [], () => {
      begun.right.resolve(undefined)
      return begun.left.promise
    })
    expect(await runSteps([left, right], recorded().context)).toEqual([])
  })

  it("starts a step as soon as those it needs are done, whatever else runs", async () => {
    const deep = Promise.withResolvers<undefined>()
    const steps = [
      step("long", [], () => deep.promise),
      step("a", []),
      step("b", ["a"]),
      step("c", ["b"], () => void deep.resolve(undefined)),
    ]
    expect(await runSteps(steps, recorded().context)).toEqual([])
  })

  it("prints one live and holds back the others, then prints them whole, in the order of their start", async () => {
    const { context, log } = recorded()
    const gates = {
      a: Promise.withResolvers<void>(),
      b: Promise.withResolvers<void>(),
      c: Promise.withResolvers<void>(),
    }
    const talking = (name: keyof typeof gates): Step =>
      step(name, [], async (own) => {
        say(own, `${name}1`)
        await gates[name].promise
        say(own, `${name}2`)
        return []
      })
    const all = runSteps([talking("a"), talking("b"), talking("c")], context)

    await settled()
    const begun = ["step a", "detail a1"]
    expect(log).toEqual(begun)

    gates.c.resolve()
    await settled()
    expect(log).toEqual(begun)

    gates.a.resolve()
    await settled()
    const second = [...begun, "detail a2", "done a", "step b", "detail b1"]
    expect(log).toEqual(second)

    gates.b.resolve()
    await all
    expect(log).toEqual([...second, "detail b2", "done b", "step c", "detail c1", "detail c2", "done c"])
  })
})

describe("environment", () => {
  it("gives a step the deltas of those it needs, direct or not, and of no other", async () => {
    const paths: Record<string, string | undefined> = {}
    const noting = (name: string, needs: readonly string[]): Step =>
      step(name, needs, async ({ env }) => {
        paths[name] = env.PATH
        return [prepended(`/${name}`)]
      })
    const steps = [noting("a", []), noting("b", ["a"]), noting("x", []), noting("c", ["b"]), noting("d", ["x", "c"])]
    const deltas = await runSteps(steps, recorded().context)

    expect(paths).toEqual({
      a: "/usr/bin",
      b: "/a:/usr/bin",
      x: "/usr/bin",
      c: "/b:/a:/usr/bin",
      d: "/c:/x:/b:/a:/usr/bin",
    })
    expect(deltas).toEqual(["/a", "/b", "/x", "/c", "/d"].map(prepended))
  })

  it("keeps what is meant for the running app from the steps", async () => {
    const forLaunch: EnvDelta = { scope: "launch", name: "MODE", change: { action: "override", value: "launch" } }
    const modes: (string | undefined)[] = []
    const steps = [
      step("a", [], async () => [forLaunch]),
      step("b", ["a"], async ({ env }) => {
        modes.push(env.MODE)
        return []
      }),
    ]
    expect(await runSteps(steps, recorded().context)).toEqual([forLaunch])
    expect(modes).toEqual([undefined])
  })
})
