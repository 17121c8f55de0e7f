import { readdir, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { execa } from "execa"
import { expect, it } from "vitest"
import { momentaryMemory } from "../../lib/core/momentary-memory.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { fetchFrom, fetchProgram } from "../../lib/mix/program-fetch.ts"
import type { WantedProgram } from "../../lib/mix/wanted-program.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { type Origin, startOrigin } from "../support/origin.ts"
import { programOf, publishEsbuild, publishTailwind, realProgram } from "../support/programs.ts"
import { stepContext } from "../support/step-context.ts"

const esbuild: WantedProgram = { tool: "esbuild", version: "0.25.4", target: "linux-x64", file: "esbuild-linux-x64" }
const tailwind: WantedProgram = { tool: "tailwind", version: "4.1.7", target: "linux-x64", file: "tailwind-linux-x64" }

const document = "/@esbuild/linux-x64/0.25.4"
const tarball = "/@esbuild/linux-x64/-/linux-x64-0.25.4.tgz"
const release = "/tailwindlabs/tailwindcss/releases/download/v4.1.7"
const binary = `${release}/tailwindcss-linux-x64`
const sums = `${release}/sha256sums.txt`

interface Site {
  readonly files: string
  readonly origin: Origin
  readonly to: string
  readonly events: readonly OutputEvent[]
  fetch(wanted: WantedProgram, env?: Readonly<Record<string, string>>): ReturnType<typeof fetchProgram>
  /** Fetches Tailwind from these places alone. */
  fetchFrom(wanted: WantedProgram, ...roots: readonly string[]): ReturnType<typeof fetchProgram>
}

/** A mirror with both programs, and a place that they are fetched to. */
async function site(): Promise<Site> {
  const root = await tempDir("programs")
  const [files, to] = [join(root, "files"), join(root, "store/program")]
  await publishEsbuild(files, "0.25.4")
  await publishTailwind(files, "4.1.7")
  await writeFiles(root, { "store/.keep": "" })
  const origin = await startOrigin(files)
  const memory = momentaryMemory()
  const events: OutputEvent[] = []
  // Upstream itself is not to be asked.
  const noNetwork = { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1" }
  const { signal } = stepContext({})
  const output = (event: OutputEvent) => events.push(event)
  const context = { env: noNetwork, output, signal, memory }
  return {
    files,
    origin,
    to,
    events,
    fetch: (wanted, env = { BEAMPACK_MIRROR: origin.url }) =>
      fetchProgram(wanted, to, { ...context, env: { ...noNetwork, ...env } }),
    fetchFrom: (wanted, ...roots) => {
      const releases = roots.map((root) => `${root}/tailwindlabs/tailwindcss/releases/download/v${wanted.version}`)
      const places = releases.map((each) => ({
        url: `${each}/tailwindcss-linux-x64`,
        listing: `${each}/sha256sums.txt`,
      }))
      return fetchFrom(places, wanted, to, context)
    },
  }
}

async function said(program: string): Promise<string> {
  return (await execa(program, ["--version"])).stdout
}

it("brings esbuild as npm's registry has it", async () => {
  const { origin, to, fetch } = await site()
  expect(await fetch(esbuild)).toEqual({})
  expect(origin.requests).toEqual([document, tarball])
  expect(await said(to)).toBe("esbuild 0.25.4 --version")
  expect((await readdir(dirname(to))).toSorted()).toEqual([".keep", "program"])
})

it("brings Tailwind as its release lists it", async () => {
  const { origin, to, fetch } = await site()
  expect(await fetch(tailwind)).toEqual({})
  expect(origin.requests).toEqual([sums, binary])
  expect(await said(to)).toBe("tailwindcss v4.1.7 --version")
})

it("asks the registry that npm is told to, and a folder", async () => {
  const { origin, files, to, fetch } = await site()
  await fetch(esbuild, { NPM_CONFIG_REGISTRY: `${origin.url}/` })
  expect(origin.requests).toEqual([document, tarball])
  await rm(to)
  await fetch(esbuild, { BEAMPACK_MIRROR: files })
  expect(await said(to)).toBe("esbuild 0.25.4 --version")
})

it("goes on to the registry when the mirror has none", async () => {
  const { origin, fetch } = await site()
  const mirror = await startOrigin(await tempDir("empty"))
  await fetch(esbuild, { BEAMPACK_MIRROR: mirror.url, npm_config_registry: origin.url })
  expect(mirror.requests).toEqual([document])
  expect(origin.requests).toEqual([document, tarball])
})

it("knows the old names of esbuild's packages", async () => {
  const { files, to, fetch } = await site()
  await publishEsbuild(files, "0.14.41", { name: "esbuild-linux-64" })
  await fetch({ ...esbuild, version: "0.14.41", target: "linux-64" })
  expect(await said(to)).toBe("esbuild 0.14.41 --version")
})

it("tries again when a download breaks off", async () => {
  const { origin, to, fetch } = await site()
  origin.fail(tarball, { cut: 100 })
  await fetch(esbuild)
  expect(origin.requests).toEqual([document, tarball, tarball])
  expect(await said(to)).toBe("esbuild 0.25.4 --version")
})

it.each([
  ["esbuild", esbuild, tarball],
  ["Tailwind", tailwind, binary],
])("runs nothing that is not as it was published: %s", async (_, wanted, path) => {
  const { origin, to, fetch } = await site()
  origin.fail(path, { body: programOf("another") })
  expect(await failure(fetch(wanted))).toMatchObject({ id: "download/digest-mismatch" })
  expect(await readdir(dirname(to))).toEqual([".keep"])
})

it("refuses what tells no digest, and what holds no program", async () => {
  const { files, origin, to, fetch, fetchFrom } = await site()
  const reasons: unknown[] = []
  const note = async (wanted: WantedProgram): Promise<void> => {
    const told = await (wanted.tool === "esbuild" ? fetch(wanted) : fetchFrom(wanted, origin.url))
    reasons.push("why" in told ? told.why.replace(origin.url, "ORIGIN") : told)
  }
  origin.fail(document, { body: '{"dist":{"shasum":"1"}}' })
  await note(esbuild)
  origin.fail(sums, { body: "<html>Please log in</html>" })
  await note(tailwind)
  await publishEsbuild(files, "0.25.4", { path: "package/bin/other" })
  await note(esbuild)
  await publishTailwind(files, "4.1.8", { listed: "nowhere" })
  await note({ ...tailwind, version: "4.1.8" })
  expect(reasons).toMatchSnapshot()
  expect(await readdir(dirname(to))).toEqual([".keep"])
})

it("asks the places behind a mirror for the digest that it lacks", async () => {
  const { files, origin, to, fetch, fetchFrom } = await site()
  const alone = await tempDir("alone")
  const mirror = await startOrigin(alone)
  await publishTailwind(alone, "4.1.7", { listed: "nowhere" })
  expect(await fetchFrom(tailwind, mirror.url, origin.url)).toEqual({})
  expect([mirror.requests, origin.requests]).toEqual([[sums, binary], [sums]])
  expect(await said(to)).toBe("tailwindcss v4.1.7 --version")
  await rm(to)

  await publishTailwind(alone, "4.1.7", { content: await realProgram(), listed: "nowhere" })
  expect(await failure(fetchFrom(tailwind, mirror.url, origin.url))).toMatchObject({ id: "download/digest-mismatch" })

  // Whether there is a digest cannot be seen.
  await publishTailwind(files, "4.1.8", { listed: "nowhere" })
  expect(await failure(fetch({ ...tailwind, version: "4.1.8" }))).toMatchObject({ id: "download/unreachable" })
  expect(await readdir(dirname(to))).toEqual([".keep"])
})

it("trusts a release without digests as it comes, and holds it to that", async () => {
  const { files, origin, to, fetchFrom } = await site()
  const fetch = (wanted: WantedProgram) => fetchFrom(wanted, origin.url)
  const old = { ...tailwind, version: "3.2.7" }
  const content = await realProgram()
  await publishTailwind(files, "3.2.7", { content, listed: "nowhere" })
  const first = await fetch(old)
  expect("warning" in first && first.warning?.replace(origin.url, "ORIGIN")).toMatch(
    /^Trusting ORIGIN\/\S+v3\.2\.7\/tailwindcss-linux-x64 as it is today, since no digest of it is published: sha256 \w{64}$/,
  )
  await execa(to)
  expect(await fetch(old)).toEqual({})

  const other = Buffer.concat([content, Buffer.from("another")])
  await publishTailwind(files, "3.2.7", { content: other, listed: "nowhere" })
  const changed = await failure(fetch(old))
  await publishTailwind(files, "3.2.7", { content: other })
  const listed = await failure(fetch(old))
  await publishTailwind(files, "3.2.7", { content })
  expect(await fetch(old)).toEqual({})

  const told = [changed, listed].map(({ id, title, help }) => [
    id,
    title,
    help.replace(origin.url, "ORIGIN").replace(/[0-9a-f]{64}/g, "DIGEST"),
  ])
  expect(told).toMatchSnapshot()
})

it("tells of a release that is published anew, and holds to what was listed when the list is gone", async () => {
  const { files, origin, fetchFrom } = await site()
  expect(await fetchFrom(tailwind, origin.url)).toEqual({})
  await publishTailwind(files, "4.1.7", { content: await realProgram() })
  expect(await fetchFrom(tailwind, origin.url)).toEqual({
    warning: "tailwind 4.1.7 was published anew since an earlier build: taking what is listed now",
  })
  await rm(join(files, sums))
  expect(await fetchFrom(tailwind, origin.url)).toEqual({})
  await publishTailwind(files, "4.1.7", { listed: "nowhere" })
  expect(await failure(fetchFrom(tailwind, origin.url))).toMatchObject({ id: "download/digest-mismatch" })
})
