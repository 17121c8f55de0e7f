import { expect, it } from "vitest"
import { heldOutput, type OutputEvent } from "../../lib/core/output.ts"

const detail = (text: string): OutputEvent => ({ kind: "detail", text })

it("keeps events until it is opened, then passes them on in order", () => {
  const seen: OutputEvent[] = []
  const held = heldOutput((event) => seen.push(event))
  held.output(detail("1"))
  held.output({ kind: "progress", text: "old news when printed late", bytes: 1 })
  held.output(detail("2"))
  expect(seen).toEqual([])
  held.open()
  expect(seen).toEqual([detail("1"), detail("2")])
})

it("is live once open, also for progress, and may be opened again", () => {
  const seen: OutputEvent[] = []
  const held = heldOutput((event) => seen.push(event))
  const progress: OutputEvent = { kind: "progress", text: "node", bytes: 1, total: 2 }
  held.output(detail("1"))
  held.open()
  held.output(progress)
  held.open()
  held.output(detail("2"))
  expect(seen).toEqual([detail("1"), progress, detail("2")])
})
