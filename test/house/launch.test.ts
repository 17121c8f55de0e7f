import { cp, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { expect, it } from "vitest"
import { tempDir, writeFiles } from "../support/app.ts"

const dist = join(import.meta.dirname, "../../dist/beampack")

/** Runs `beampack --version` in a tree that has no Node of its own, with the given programs as the only ones called node. */
async function withoutOwnNode(node: string | undefined) {
  const tree = join(await tempDir("tree"), "beampack")
  await cp(dist, tree, { recursive: true, verbatimSymlinks: true })
  await rm(join(tree, "node"), { recursive: true })
  const path = await writeFiles(await tempDir("path"), node === undefined ? {} : { node })
  // The tools of sh scripts are linked, since the machine's own folders may hold a node.
  await execa("sh", ["-c", 'for tool in dirname readlink cat; do ln -s "$(command -v $tool)" "$0"; done', path])
  const env = { PATH: path }
  return execa("/bin/sh", [join(tree, "bin/beampack"), "--version"], { env, extendEnv: false, reject: false })
}

/** A Node that tells its version when asked, and else says that it was started. */
function nodeOfVersion(version: string): string {
  return `#!/bin/sh
if [ "$1" = -p ]; then exec "${process.execPath}" -p "const process = { versions: { node: '${version}' } }; $2"; fi
echo "started on ${version}"
`
}

it.each(["24.0.0", "25.1.0", "100.0.0"])("starts on the system's Node %s", async (version) => {
  const result = await withoutOwnNode(nodeOfVersion(version))
  expect(result).toMatchObject({ exitCode: 0, stdout: `started on ${version}`, stderr: "" })
})

it.each([
  ["no node", undefined],
  ["an old node", nodeOfVersion("20.20.2")],
  ["a node that cannot start", "#!/bin/sh\necho broken >&2\nexit 1\n"],
])("says what is missing when there is %s", async (_, node) => {
  const result = await withoutOwnNode(node)
  expect(result).toMatchObject({ exitCode: 1, stdout: "" })
  expect(result.stderr).toMatchInlineSnapshot(`
    " !
     !     beampack found no Node.js to run on
     !
     !     It runs on Node 24 or newer. The packages bring it along; in a git checkout
     !     npm brings it: npm ci
     !
     !     Error id: launcher/no-node
     !"
  `)
})
