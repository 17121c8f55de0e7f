import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { mirrorNode } from "../../lib/mirror/npm-node.ts"
import type { PartContext } from "../../lib/mirror/part.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

describe("mirrorNode", () => {
  it("quotes npm when it fails", async () => {
    const context = await contextWith({ npm: '#!/bin/sh\necho "npm error code ECONNREFUSED" >&2\nexit 1\n' })
    // Node and npm are fetched side by side, and either may fail first.
    const told = text(await failure(mirrorNode(context))).replace(
      /fetch (node-linux-(x64|arm64)@24\.1\.0|npm@11)$/m,
      "fetch IT",
    )
    expect(told).toMatchInlineSnapshot(`
      "mirror/npm-failed: npm could not fetch IT

      It said:

          npm error code ECONNREFUSED

      If that is about the network, see whether npm reaches its registry: npm ping"
    `)
  })

  it("says so when there is no npm", async () => {
    expect(text(await failure(mirrorNode(await contextWith({}))))).toMatchInlineSnapshot(`
      "mirror/no-npm: There is no npm on this machine

      Node comes from the npm registry, through the npm on PATH. Install Node and npm, or make the mirror from
      upstream: leave out --from-apt."
    `)
  })

  it("quotes tar when the package cannot be unpacked", async () => {
    const context = await contextWith({
      npm: `#!/bin/sh\ntouch broken.tgz\necho '[{"version":"24.1.0","filename":"broken.tgz"}]'\n`,
      tar: '#!/bin/sh\necho "tar: write error: No space left on device" >&2\nexit 2\n',
    })
    expect(text(await failure(mirrorNode(context)))).toMatchInlineSnapshot(`
      "mirror/unpack-failed: tar could not unpack broken.tgz

      It said:

          tar: write error: No space left on device

      npm fetched the file and verified it, so this machine is at fault: see whether its disk is full."
    `)
  })
})

/** A context in which only these commands can be found. */
async function contextWith(commands: Readonly<Record<string, string>>): Promise<PartContext> {
  const dir = await tempDir("npm")
  await writeFiles(join(dir, "bin"), commands)
  await writeFiles(dir, {
    "lib/node.lock": `linux-arm64 24.2.0 ${"0".repeat(64)}\nlinux-x64 24.1.0 ${"1".repeat(64)}\n`,
  })
  await mkdir(join(dir, "work"))
  return {
    root: dir,
    dir: join(dir, "mirror"),
    work: join(dir, "work"),
    env: { PATH: join(dir, "bin") },
    target: { os: "linux", arch: "amd64", distro: { name: "debian", version: "12" } },
    output: () => {},
    signal: new AbortController().signal,
  }
}

function text({ id, title, help }: { id: string; title: string; help: string }): string {
  return `${id}: ${title}\n\n${help}`
}
