import { expect, it } from "vitest"
import { stackOf, ubuntuOfStack, ubuntuReleases } from "../../lib/core/stacks.ts"

it("knows the Ubuntu of each stack", () => {
  expect(ubuntuReleases.map((ubuntu) => ubuntuOfStack(stackOf(ubuntu)))).toEqual(ubuntuReleases)
})

it.each([undefined, "", "heroku-20", "container"])("knows none of the stack %s", (stack) => {
  expect(ubuntuOfStack(stack)).toBeUndefined()
})
