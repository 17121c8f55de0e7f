import { expect, it } from "vitest"
import { wire } from "../../../bench/upstream/wire.ts"

it("lets the first answer of a connection wait as long as it takes to connect, and the others once", async () => {
  const waited: number[] = []
  const line = wire({ latency: 80, bandwidth: 1e6 }, undefined, async (milliseconds) => waited.push(milliseconds))
  await line.begin(true)
  await line.begin(false)
  expect(waited).toEqual([240, 80])
})
