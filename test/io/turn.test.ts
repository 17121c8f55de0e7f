import { expect, it } from "vitest"
import { turn } from "../../lib/io/turn.ts"

it("lets others have their turn in long work on small things", async () => {
  let heard = 0
  const timer = setInterval(() => heard++, 1)
  const until = performance.now() + 100
  while (performance.now() < until) await turn()
  clearInterval(timer)
  expect(heard).toBeGreaterThan(2)
})
