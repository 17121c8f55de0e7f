import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { overrun, timeLimits, watch } from "../../lib/io/time-limit.ts"

it.each([
  { env: {}, limits: { answer: 30, stall: 30 } },
  { env: { CURL_CONNECT_TIMEOUT: "5", CURL_TIMEOUT: "600" }, limits: { answer: 5, stall: 30, overall: 600 } },
  { env: { CURL_CONNECT_TIMEOUT: "soon", CURL_TIMEOUT: "0" }, limits: { answer: 30, stall: 30 } },
  { env: { CURL_CONNECT_TIMEOUT: "", CURL_TIMEOUT: "-1" }, limits: { answer: 30, stall: 30 } },
])("reads $env", ({ env, limits }) => {
  expect(timeLimits(env)).toEqual(limits)
})

it("ends a request that is not answered", async () => {
  const watched = watch({ answer: 0.05, stall: 60 })
  await sleep(100)
  expect(overrun(watched.signal)).toEqual({ what: "The server did not answer", seconds: 0.05 })
})

it("ends a request that stalls after its answer, not one that is slow and steady", async () => {
  const watched = watch({ answer: 60, stall: 0.2 })
  for (let part = 0; part < 8; part++) {
    await sleep(50)
    watched.alive()
  }
  expect(overrun(watched.signal)).toBeUndefined()
  await sleep(300)
  expect(overrun(watched.signal)).toEqual({ what: "No more data came", seconds: 0.2 })
})

it("ends a request that is steady but too long", async () => {
  const watched = watch({ answer: 60, stall: 60, overall: 0.1 })
  watched.alive()
  await sleep(150)
  expect(overrun(watched.signal)).toEqual({ what: "It was not complete", seconds: 0.1 })
})

it("lets a request be that has ended", async () => {
  const watched = watch({ answer: 0.05, stall: 0.05, overall: 0.05 })
  watched.alive()
  watched.stop()
  await sleep(100)
  expect(watched.signal.aborted).toBe(false)
})
