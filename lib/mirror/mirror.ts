import { mkdir } from "node:fs/promises"
import { join, resolve } from "node:path"
import { messageOf } from "../core/cause.ts"
import { BuildpackError } from "../core/error.ts"
import type { MirrorRequest, MirrorSource } from "../core/mirror-request.ts"
import { prose } from "../core/prose.ts"
import { remove } from "../io/files.ts"
import { makeWorkFolder } from "../io/work-folder.ts"
import { mirrorPackages } from "./apt-packages.ts"
import { mirrorNode } from "./npm-node.ts"
import type { PartContext } from "./part.ts"
import { listRepacks } from "./repacks-list.ts"
import { together } from "./together.ts"
import { mirrorUpstream } from "./upstream.ts"

/** Makes, or adds to, a folder that can stand in for builds.hex.pm and nodejs.org: BEAMPACK_MIRROR. `root`: our own folder. */
export async function makeMirror(request: MirrorRequest & { readonly root: string }): Promise<void> {
  const dir = resolve(request.dir)
  const began = performance.now()
  const work = await workFolder(dir)
  request.output({ kind: "step", text: `Making a mirror in ${dir}` })
  try {
    await together(
      partsOf(request.source).map((part, index) => async (signal) => {
        const own = join(work, String(index))
        await mkdir(own)
        await part({ ...request, dir, work: own, signal })
      }),
      request.signal,
    )
    await listRepacks(dir, request.source, request)
  } finally {
    await remove(work)
  }
  request.output({ kind: "done", text: "Mirror", milliseconds: performance.now() - began })
}

function partsOf(source: MirrorSource): readonly ((context: PartContext) => Promise<void>)[] {
  switch (source.kind) {
    case "apt":
      return [mirrorPackages, mirrorNode]
    case "upstream":
      return [(context) => mirrorUpstream(source.versions, context)]
  }
}

// In the mirror itself, so that what is finished can be moved to its place.
async function workFolder(dir: string): Promise<string> {
  try {
    await mkdir(dir, { recursive: true })
    return await makeWorkFolder(dir, ".work")
  } catch (cause) {
    throw notWritable(dir, cause)
  }
}

function notWritable(dir: string, cause: unknown): BuildpackError {
  return new BuildpackError("mirror/not-writable", `Cannot write to ${dir}`, {
    help: prose`
      The mirror is made in this folder, but nothing can be written there:
      ${messageOf(cause)}

      Name a folder of your own, for example: beampack mirror ./mirror
    `,
    cause,
  })
}
