import { expect, it } from "vitest"
import { type Lasting, withLasting } from "../../lib/core/lasting.ts"

/** Makes things that write down when they are made and when they have ended. */
function maker(name: string, log: string[]): () => AsyncDisposable {
  return () => {
    log.push(`${name} made`)
    return {
      [Symbol.asyncDispose]: async () => {
        await Promise.resolve()
        log.push(`${name} ended`)
      },
    }
  }
}

it("makes one thing of each kind, when somebody asks for it, and gives it to all who ask", async () => {
  const log: string[] = []
  const server = maker("server", log)
  const result = await withLasting(async (lasting) => {
    log.push("work")
    expect(lasting.of(server)).toBe(lasting.of(server))
    expect(lasting.of(maker("other", log))).not.toBe(lasting.of(server))
    return "done"
  })
  expect(result).toBe("done")
  expect(log.slice(0, 3)).toEqual(["work", "server made", "other made"])
  expect(log.slice(3).toSorted()).toEqual(["other ended", "server ended"])
})

it("ends what was made before it throws what the work throws", async () => {
  const log: string[] = []
  const fails = async (lasting: Lasting): Promise<never> => {
    lasting.of(maker("server", log))
    throw new Error("a step failed")
  }
  await expect(withLasting(fails)).rejects.toThrow("a step failed")
  expect(log).toEqual(["server made", "server ended"])
})

it("makes anew for the next work", async () => {
  const log: string[] = []
  const server = maker("server", log)
  const ask = async (lasting: Lasting): Promise<unknown> => lasting.of(server)
  expect(await withLasting(ask)).not.toBe(await withLasting(ask))
  expect(log).toEqual(["server made", "server ended", "server made", "server ended"])
})
