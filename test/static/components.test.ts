import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import type { BuildRequest } from "../../lib/core/buildpack.ts"
import type { Artifact } from "../../lib/core/runtime.ts"
import { staticBill } from "../../lib/static/components.ts"
import { type Files, tempApp, tempDir, writeFiles } from "../support/app.ts"

const app: Files = {
  "mix.exs":
    'defmodule Shop.MixProject do\n  def project, do: [app: :shop, version: "0.1.0", aliases: aliases()]\n  defp aliases, do: ["assets.deploy": []]\nend\n',
  "elixir_buildpack.config": "release=false\n",
  "assets/package.json": "{}",
  "assets/package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "node_modules/@babel/core": { version: "7.26.0", dev: true },
      "node_modules/ui": { version: "1.0.0", resolved: "https://npm.example.com/ui/-/ui-1.0.0.tgz" },
    },
  }),
}

const node: Artifact = {
  name: "node",
  version: { value: "24.1.0", origin: { kind: "default", why: "newest" } },
  ref: "v24.1.0",
  url: "https://nodejs.org/dist/v24.1.0/node-v24.1.0-linux-x64.tar.gz",
  digest: { algorithm: "sha256", hex: "ab".repeat(32) },
}

async function bill(files: Files, env: BuildRequest["env"] = {}) {
  const folder = await tempApp(files)
  const request: BuildRequest = {
    app: folder,
    leftAt: folder,
    stable: true,
    purpose: "production",
    runtimePath: folder,
    env,
    target: { os: "linux", arch: "amd64", distro: { name: "debian", version: "13" } },
    output: () => {},
    signal: new AbortController().signal,
    group: ["beampack/elixir", "beampack/static"],
    openEnded: false,
  }
  return staticBill(await readApp(folder), request, [node])
}

it("has the npm packages among what runs, those meant for development too", async () => {
  const { app: made } = await bill(app)
  expect(made?.launch).toMatchObject([
    { group: "@babel", name: "core", purl: "pkg:npm/%40babel/core@7.26.0" },
    { name: "ui", purl: "pkg:npm/ui@1.0.0?repository_url=https:%2F%2Fnpm.example.com" },
  ])
})

it("has Node and the package managers as layers", async () => {
  const packageJson = JSON.stringify({ packageManager: "yarn@4.12.0" })
  const yarn = { "assets/package.json": packageJson, "assets/yarn.lock": "__metadata:\n  version: 8\n" }
  const { "assets/package-lock.json": _, ...rest } = app
  const { layers } = await bill({ ...rest, ...yarn })
  expect(layers).toMatchObject({
    node: [{ kind: "platform", version: "24.1.0" }],
    yarn: [{ kind: "application", purl: "pkg:npm/%40yarnpkg/cli-dist@4.12.0" }],
  })
  expect(Object.keys(layers)).toEqual(["node", "yarn"])
})

it("has the Erlang/OTP that an earlier buildpack has put on PATH", async () => {
  const otp = await writeFiles(await tempDir("otp"), { "bin/erl": "", "releases/27/OTP_VERSION": "27.3.4.1\n" })
  const rel = "_build/prod/rel/shop"
  const release: Files = {
    [`${rel}/bin/shop`]: "",
    [`${rel}/releases/start_erl.data`]: "15.2.7 0.1.0",
    [`${rel}/erts-15.2.7/bin/erl`]: "",
  }
  const files = { ...app, ...release, "elixir_buildpack.config": "release=true\n" }
  const versions = async (PATH: string) =>
    (await bill(files, { PATH })).app?.launch.filter(({ name }) => name === "Erlang/OTP").map(({ version }) => version)
  expect(await versions(`relative:/usr/bin:${otp}/bin`)).toEqual(["27.3.4.1"])
  expect(await versions("/usr/bin")).toEqual([])
})
