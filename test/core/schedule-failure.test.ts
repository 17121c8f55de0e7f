import { describe, expect, it } from "vitest"
import { runSteps } from "../../lib/core/schedule.ts"
import type { Step } from "../../lib/core/step.ts"
import { recorded, say, settled, step, untilAborted } from "../support/steps.ts"

describe("failure", () => {
  it("aborts what runs, starts nothing more, and throws the first error", async () => {
    const { context, log } = recorded()
    const first = new Error("first")
    const stopped: unknown[] = []
    const steps = [
      step("other", [], async ({ signal }) => {
        await untilAborted(signal).catch((reason: unknown) => stopped.push(reason))
        throw new Error("second, caused by the abort")
      }),
      step("after other", ["other"]),
      step("bad", [], async () => {
        await settled()
        throw first
      }),
      step("after bad", ["bad"]),
    ]
    await expect(runSteps(steps, context)).rejects.toBe(first)
    expect(stopped).toHaveLength(1)
    expect(log).toEqual(["step other", "step bad"])
  })

  it("starts nothing when an independent step becomes ready after the failure", async () => {
    const { context, log } = recorded()
    const slow = step("slow", [], async ({ signal }) => {
      await untilAborted(signal).catch(() => undefined)
      return []
    })
    const bad = step("bad", [], () => Promise.reject(new Error("no")))
    await expect(runSteps([slow, bad, step("next", ["slow"])], context)).rejects.toThrow("no")
    expect(log).toEqual(["step slow", "step bad"])
  })

  it("prints what the failed step had held back, whole, and nothing more of the others", async () => {
    const { context, log } = recorded()
    const live = step("live", [], async (own) => {
      say(own, "live1")
      await untilAborted(own.signal).catch(() => undefined)
      say(own, "a tool's last words")
      return []
    })
    const finished = step("finished", [], async (own) => {
      say(own, "of no interest now")
      return []
    })
    const bad = step("bad", [], async (own) => {
      say(own, "bad1")
      await settled()
      say(own, "bad2")
      throw new Error("no")
    })
    await expect(runSteps([live, finished, bad], context)).rejects.toThrow("no")
    expect(log).toEqual(["step live", "detail live1", "step bad", "detail bad1", "detail bad2"])
  })

  it("takes a falsy error for one too, and one thrown before the first await", async () => {
    const falsy = step("falsy", [], () => Promise.reject(undefined))
    await expect(runSteps([falsy], recorded().context)).rejects.toBeUndefined()
    const sync: Step = {
      ...step("sync", []),
      run: () => {
        throw new Error("at once")
      },
    }
    await expect(runSteps([sync], recorded().context)).rejects.toThrow("at once")
  })
})

describe("an abort from outside", () => {
  const reason = new Error("the platform ends the build")

  it("reaches the steps that run, starts nothing more, and is thrown", async () => {
    const outside = new AbortController()
    const { context, log } = recorded({ signal: outside.signal })
    const all = runSteps([step("a", [], ({ signal }) => untilAborted(signal)), step("b", ["a"])], context)
    await settled()
    outside.abort(reason)
    await expect(all).rejects.toBe(reason)
    expect(log).toEqual(["step a"])
  })

  it("is thrown also when the step that runs does not care", async () => {
    const outside = new AbortController()
    const { context, log } = recorded({ signal: outside.signal })
    const heedless = step("heedless", [], async () => outside.abort(reason) as undefined)
    await expect(runSteps([heedless, step("next", ["heedless"])], context)).rejects.toBe(reason)
    expect(log).toEqual(["step heedless", "done heedless"])
  })

  it("before the start lets nothing start", async () => {
    const { context, log } = recorded({ signal: AbortSignal.abort(reason) })
    await expect(runSteps([step("a", [])], context)).rejects.toBe(reason)
    expect(log).toEqual([])
  })
})
