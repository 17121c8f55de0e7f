import { createHash } from "node:crypto"
import { join } from "node:path"
import { expect, it } from "vitest"
import { download } from "../../lib/io/download.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { type Fault, startOrigin } from "../support/origin.ts"

const text = "x".repeat(300_000)
const digest = { algorithm: "sha256", hex: createHash("sha256").update(text).digest("hex") } as const

/** Downloads two files at the same time, of which Node's gives way, and tells the order in which they end. */
async function downloadBoth(otp: Fault): Promise<readonly string[]> {
  const origin = await startOrigin(await writeFiles(await tempDir(), { otp: text, node: text }))
  const into = await tempDir("into")
  origin.fail("/otp", otp)
  const ended: string[] = []
  const get = async (name: string, givesWay: boolean): Promise<void> => {
    const options = { env: {}, seconds: 20, givesWay }
    await download(`${origin.url}/${name}`, join(into, name), digest, options).finally(() => ended.push(name))
  }
  const both = [get("node", true), get("otp", false)]
  await Promise.allSettled(both)
  return ended
}

it("a download that gives way ends after those that do not", async () => {
  expect(await downloadBoth({ stall: 500, after: 1000 })).toEqual(["otp", "node"])
})

it("it goes on when the other one fails", async () => {
  expect(await downloadBoth({ cut: 1000 })).toEqual(["otp", "node"])
})

it("it waits for no more than a few seconds", { timeout: 20_000 }, async () => {
  expect(await downloadBoth({ stall: 8000, after: 1000 })).toEqual(["node", "otp"])
})

it("it waits for nobody when it is alone, after others as well", async () => {
  const origin = await startOrigin(await writeFiles(await tempDir(), { otp: text, node: text }))
  const into = await tempDir("into")
  origin.fail("/otp", { status: 404 })
  await failure(download(`${origin.url}/otp`, join(into, "otp"), digest, { env: {} }))
  const began = performance.now()
  await download(`${origin.url}/node`, join(into, "node"), digest, { env: {}, givesWay: true })
  expect(performance.now() - began).toBeLessThan(3000)
})
