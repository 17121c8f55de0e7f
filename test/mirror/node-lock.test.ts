import { join } from "node:path"
import { expect, it } from "vitest"
import { parseNodeLock, pinnedNode } from "../../lib/mirror/node-lock.ts"

const root = join(import.meta.dirname, "../..")

it("reads the versions by platform", () => {
  const text = `linux-x64 24.1.0 ${"0".repeat(64)}\nlinux-arm64 24.2.0 ${"1".repeat(64)}\n`
  expect([...parseNodeLock(text)]).toEqual([
    ["linux-x64", "24.1.0"],
    ["linux-arm64", "24.2.0"],
  ])
})

it("finds a pin for each platform that we make packages for, and for no other", async () => {
  for (const arch of ["x64", "arm64"]) expect(await pinnedNode(root, `linux-${arch}`)).toMatch(/^\d+\.\d+\.\d+$/)
  await expect(pinnedNode(root, "linux-riscv64")).rejects.toThrow("lib/node.lock pins no Node for linux-riscv64")
})
