import { readdir, readFile, stat, utimes } from "node:fs/promises"
import { join } from "node:path"
import dedent from "dedent"
import { describe, expect, it } from "vitest"
import { type Files, tempDir, writeFiles } from "../../support/app.ts"
import { npmAssets, phoenixApp, plainApp } from "../../support/apps.ts"
import { type Build, commandLines, filesBelow, startHeroku } from "../../support/heroku.ts"
import { stableLog } from "../../support/hook.ts"
import { inDyno } from "../../support/shell.ts"

const script: Files = { ...npmAssets, "assets/package.json": '{ "scripts": { "build": "x" } }\n' }

/** A buildpack of somebody else's, whose bin/compile is these lines. */
async function buildpack(compile: string): Promise<`/${string}`> {
  const dir = await writeFiles(await tempDir("neighbour"), {
    "bin/compile": `#!/usr/bin/env bash\nset -eu\nbuildpack=$(cd "$(dirname "$0")/.." && pwd)\ncd "$1"\n${compile}\n`,
  })
  return dir as `/${string}`
}

/** As the one for Debian's packages leaves it. */
const apt = dedent`
  mkdir -p .apt/usr/bin .profile.d "$2/apt/cache"
  printf '#!/bin/sh\necho vips of %s\n' .apt >.apt/usr/bin/vips
  chmod 755 .apt/usr/bin/vips
  echo 'export PATH="$HOME/.apt/usr/bin:$PATH"' >.profile.d/000_apt.sh
  echo archive >"$2/apt/cache/vips.deb"
  echo "export PATH=\"$1/.apt/usr/bin:\$PATH\"" >"$buildpack/export"
  find .apt .profile.d "$2/apt" -exec touch -d 2026-01-02T03:04:05Z {} +
`

/** As the one for Node leaves it, with the packages of the app's top folder. */
function nodejs(version: string): string {
  return dedent`
    mkdir -p .heroku/node/bin .profile.d node_modules/left-pad
    printf '#!/bin/sh\necho v${version}\n' >.heroku/node/bin/node
    printf '#!/bin/sh\nprintf "their npm %%s\\n" "$*"; mkdir -p node_modules\n' >.heroku/node/bin/npm
    chmod 755 .heroku/node/bin/*
    echo kept >node_modules/left-pad/index.js
    echo 'export PATH="$HOME/.heroku/node/bin:$PATH"' >.profile.d/nodejs.sh
    echo "export PATH=\"$1/.heroku/node/bin:\$PATH\"" >"$buildpack/export"
    find .heroku node_modules .profile.d -exec touch -d 2026-01-02T03:04:05Z {} +
  `
}

/** Each file below a folder with its bytes, mode and time. */
async function state(dir: string, folders: readonly string[]): Promise<readonly string[]> {
  const files = (await filesBelow(dir)).filter((file) => folders.some((folder) => file.startsWith(folder)))
  return Promise.all(
    files.map(async (file) => {
      const { mtime, mode } = await stat(join(dir, file))
      return `${file} ${mode.toString(8)} ${mtime.toISOString()} ${await readFile(join(dir, file), "latin1")}`
    }),
  )
}

/** The lines about Node in a log. */
function aboutNode({ log }: Build): readonly string[] {
  return log.match(/(Using|Not using|Installing) Node.*/g) ?? []
}

const untouched = expect.stringContaining(" 2026-01-02T03:04:05.000Z ")

describe("beside the buildpack for Debian's packages", () => {
  it("builds with its programs on PATH and touches none of its files", async () => {
    const heroku = await startHeroku()
    const files = { ...phoenixApp, "elixir_buildpack.config": "hook_pre_compile='vips >seen'\nrelease=false\n" }
    const build = await heroku.push(files, { trees: [await buildpack(apt), "beampack"] })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(await readFile(join(build.dir, "seen"), "utf8")).toBe("vips of .apt\n")
    const theirs = await state(build.dir, [".apt/", ".profile.d/000_apt.sh"])
    expect(theirs).toHaveLength(2)
    expect(theirs).toEqual(theirs.map(() => untouched))
    expect(await state(heroku.cache, ["apt/"])).toEqual([untouched])
    expect(await inDyno(build.dir, "vips")).toBe("vips of .apt\n")
  })
})

describe("after the buildpack for Node", () => {
  it.each<readonly [what: string, version: string, vars: Record<string, string>, said: readonly string[]]>([
    [
      "uses its Node when none is asked for",
      "22.21.0",
      {},
      ["Using Node.js 22.21.0 of an earlier buildpack (.heroku/node/bin/node)"],
    ],
    [
      "uses its Node when just that is asked for",
      "12.22.12",
      { NODE_VERSION: "12.22.12" },
      ["Using Node.js 12.22.12 of an earlier buildpack (.heroku/node/bin/node)"],
    ],
    [
      "installs another one that is asked for",
      "22.21.0",
      { NODE_VERSION: "22.12.0" },
      [
        "Not using Node.js 22.21.0 of an earlier buildpack (.heroku/node/bin/node): NODE_VERSION asks for 22.12.0",
        "Installing Node.js 22.12.0",
      ],
    ],
    [
      "installs another one when its Node is too old",
      "12.22.12",
      {},
      [
        "Not using Node.js 12.22.12 of an earlier buildpack (.heroku/node/bin/node): it is older than 14",
        "Installing Node.js 24.11.0",
      ],
    ],
  ])("%s", async (_, version, vars, said) => {
    const heroku = await startHeroku()
    const trees = [await buildpack(nodejs(version)), "beampack"] as const
    const build = await heroku.push({ ...plainApp, ...script }, { trees, vars })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(aboutNode(build).filter((line) => line !== "Installing Node")).toEqual(said)
    const isTheirs = said.length === 1
    expect(build.log.includes("their npm run build")).toBe(isTheirs)
    expect(commandLines(build.calls, "npm")).toHaveLength(isTheirs ? 0 : 2)
    expect(build.report).toMatchObject({ node_version: /\d+\.[\d.]+/.exec(said.at(-1) ?? "")?.[0] })
    const theirs = await state(build.dir, [".heroku/", "node_modules/", ".profile.d/nodejs.sh"])
    expect(theirs).toHaveLength(4)
    expect(theirs).toEqual(theirs.map(() => untouched))
    expect(await readdir(join(build.dir, "assets"))).not.toContain("node_modules")
  })

  it("puts its packages back that lie where ours are installed", async () => {
    const heroku = await startHeroku()
    const files = { ...plainApp, "package.json": '{ "scripts": { "build": "x" } }\n', "package-lock.json": "{}" }
    const build = await heroku.push(files, { trees: [await buildpack(nodejs("22.21.0")), "beampack"] })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(build.log).toContain("node_modules was there already and will be put back")
    expect(await state(build.dir, ["node_modules/"])).toEqual([untouched])
    expect(await readdir(join(build.dir, ".beampack"))).not.toContain("aside")
  })

  it("never takes the machine's own Node", async () => {
    const heroku = await startHeroku()
    const machine = await writeFiles(await tempDir("machine"), {
      node: "#!/bin/sh\necho v22.12.0\n",
      npm: "#!/bin/sh\n",
    })
    const env = { PATH: `${machine}:/usr/bin:/bin` }
    const build = await heroku.push({ ...plainApp, ...script }, { env, vars: { NODE_VERSION: "22.12.0" } })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(aboutNode(build)).toEqual(["Installing Node", "Installing Node.js 22.12.0"])
    expect(commandLines(build.calls, "npm")).toHaveLength(2)
  })
})

describe("before another buildpack", () => {
  it.each([{ trees: ["beampack"] as const }, { trees: ["beampack-elixir", "beampack-static"] as const }])(
    "offers it what $trees have installed",
    async ({ trees }) => {
      const heroku = await startHeroku()
      const after = await buildpack(dedent`
      for tool in mix elixir erl node npm; do command -v "$tool"; done >seen
      echo "$MIX_ENV" >>seen
      mix their.task
      touch "$buildpack/export"
    `)
      const build = await heroku.push({ ...plainApp, ...script }, { trees: [...trees, after] })
      expect(build).toMatchObject({ exitCode: 0, errors: "" })
      const seen = stableLog(await readFile(join(build.dir, "seen"), "utf8"), { CACHE_DIR: heroku.cache })
      const layers = "CACHE_DIR/beampack/layers"
      expect(seen.trim().split("\n")).toEqual([
        `${layers}/elixir-DIGEST/bin/mix`,
        `${layers}/elixir-DIGEST/bin/elixir`,
        `${layers}/erlang-DIGEST/bin/erl`,
        `${layers}/node-DIGEST/bin/node`,
        `${layers}/node-DIGEST/bin/npm`,
        "prod",
      ])
      expect(commandLines(build.calls, "mix").at(-1)).toBe("mix their.task")
    },
  )
})

/** What the buildpacks that we replace have left in CACHE_DIR. */
const legacy: Files = {
  "heroku-buildpack-elixir/stack-cache/deps_backup/plug/mix.exs": "old",
  "heroku-buildpack-elixir/stack-cache/erlang/OTP-25.3.2.21.tar.gz": "<html>not found</html>",
  "heroku-buildpack-elixir/stack-cache/build_backup/lib/hello/ebin/hello.app": "broken",
  "gigalixir-buildpack-elixir/stack-cache/.mix/archives/hex-0.20.0": "old",
  "gigalixir-buildpack-elixir/stack": "heroku-20",
  stack: "cedar-14",
  "node_modules/left-pad/index.js": "old",
  "yarn-cache/v6/left-pad": "old",
  "phoenix-static/app-00000000000000000000000000000000.js": "old",
  "node-v6.9.2-linux-x64.tar.gz": "old",
  "SHA256SUM-node-v20.0.0": "old",
  "node-version": "v6.9.2",
  "npm-version": "3.10.9",
  "bower_components/jquery/index.js": "old",
}

it.each([
  { what: "leaves", config: "" },
  { what: "does not clean", config: "clean_cache=true\n" },
])("$what the caches of the buildpacks that it replaces", async ({ config }) => {
  const heroku = await startHeroku()
  await writeFiles(heroku.cache, legacy)
  const time = new Date("2026-01-02T03:04:05Z")
  for (const file of Object.keys(legacy)) await utimes(join(heroku.cache, file), time, time)

  const files = { ...phoenixApp, "phoenix_static_buildpack.config": config }
  const first = await heroku.push(files)
  expect(first).toMatchObject({ exitCode: 0, errors: "" })
  expect(first.log).toContain("Installing Erlang/OTP 27.3.4.2")
  expect(await heroku.push(files)).toMatchObject({ exitCode: 0, errors: "" })
  const theirs = await state(heroku.cache, Object.keys(legacy))
  expect(theirs).toHaveLength(Object.keys(legacy).length)
  expect(theirs).toEqual(theirs.map(() => untouched))
  expect(
    (await readdir(heroku.cache)).filter((name) => !Object.keys(legacy).some((file) => file.startsWith(name))),
  ).toEqual(["beampack"])
})
