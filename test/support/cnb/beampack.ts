import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { type Files, tempDir, writeFiles } from "../app.ts"
import { copyOfTree, stableLog, type TreeName } from "../hook.ts"
import { type Origin, startOrigin } from "../origin.ts"
import { testDay } from "../today.ts"
import { type StubCall, stubCalls, stubMirror } from "../toolchain.ts"
import { readDescriptor } from "./descriptor.ts"
import { localMachine } from "./local-machine.ts"
import { type Cnb, type CnbBuild, type CnbBuildOptions, createCnb } from "./platform.ts"

interface PushOptions extends Pick<CnbBuildOptions, "target" | "processType" | "sourceTime"> {
  /** Variables of the user, in addition to BEAMPACK_MIRROR, which `undefined` leaves out. */
  readonly vars?: Readonly<Record<string, string | undefined>>
  /** The buildpacks of the group, in order: the composite unless given. A path is the folder of somebody else's. */
  readonly trees?: readonly (TreeName | `/${string}`)[]
}

/** A build of an app by our buildpacks that has ended. */
export interface CnbPush extends CnbBuild {
  /** The log, fit for a snapshot. */
  readonly text: string
  /** The calls of the stubs, in order. */
  readonly calls: readonly StubCall[]
  /** The folders of the buildpacks. */
  readonly buildpacks: readonly string[]
}

/** A platform with one app on it, whose builds get their runtimes from a mirror full of stubs. */
export interface CnbApp {
  readonly cnb: Cnb
  readonly origin: Origin
  /** The folder that the origin serves. */
  readonly mirror: string
  push(files: Files, options?: PushOptions): Promise<CnbPush>
}

/** What the composite is made of. */
const members = ["beampack-elixir", "beampack-static"] as const

/** Starts a platform, for the length of the test. */
export async function startCnb(): Promise<CnbApp> {
  const { dir: mirror } = await stubMirror()
  const origin = await startOrigin(mirror)
  const work = await tempDir("cnb")
  const cnb = createCnb(await localMachine(work), work)
  const logs = join(work, "calls")
  await mkdir(logs)
  let builds = 0

  return {
    cnb,
    origin,
    mirror,
    push: async (files, { trees: asked, vars, ...options } = {}) => {
      const trees: NonNullable<PushOptions["trees"]> = asked ?? ["beampack"]
      builds += 1
      const log = join(logs, `${builds}.jsonl`)
      const named = await Promise.all(trees.map((tree) => folderOf(tree)))
      const others = trees.includes("beampack") ? await Promise.all(members.map((name) => copyOfTree(name))) : []
      const group = (await Promise.all(named.map((dir) => readDescriptor(dir)))).map(({ id, version }) => ({
        id,
        version,
        optional: false,
      }))
      const buildpacks = [...named, ...others]
      const build = await cnb.build({
        source: (folder) => writeFiles(folder, files),
        buildpacks,
        order: [group],
        vars: definedOnly({ BEAMPACK_MIRROR: origin.url, STUB_LOG: log, ...testDay, ...vars }),
        ...options,
      })
      return { ...build, text: stable(build.log), calls: await stubCalls(log), buildpacks }
    },
  }

  function stable(log: string): string {
    const { layers, app, platform, plans } = cnb.machine.folders
    return stableLog(log, { LAYERS: layers, APP: app, PLATFORM: platform, PLANS: plans, MIRROR: mirror })
  }
}

async function folderOf(tree: TreeName | `/${string}`): Promise<string> {
  return tree.startsWith("/") ? tree : copyOfTree(tree as TreeName)
}

function definedOnly(vars: Readonly<Record<string, string | undefined>>): Files {
  return Object.fromEntries(Object.entries(vars).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
