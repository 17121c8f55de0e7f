import { chmod, mkdir, readdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { builtReleases } from "../app/releases.ts"
import { cacheFolder } from "../core/layer.ts"
import type { StepContext } from "../core/step.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"

/** The folders in which `mix release` puts releases, and the release that it will make; undefined when only Mix can tell. */
export interface ReleasePlaces {
  readonly folders: readonly string[]
  readonly name: string | undefined
}

/**
 * Assembles releases with the cookies that they had before: Mix keeps the one that it finds, and else makes one by chance,
 * which would change the image of an app that did not change. One that mix.exs gives wins.
 */
export async function withCookies(
  { folders, name }: ReleasePlaces,
  context: StepContext,
  assemble: () => Promise<void>,
): Promise<void> {
  const { app, layers } = context
  const cookies = await cacheFolder(layers, "release-cookies")
  for (const known of name === undefined ? await readdir(cookies) : [name]) {
    const cookie = await readIfExists(join(cookies, known))
    if (cookie) await Promise.all(folders.map((folder) => place(join(app, folder, known), cookie)))
  }
  await assemble()
  for (const release of (await Promise.all(folders.map((folder) => builtReleases(app, folder)))).flat()) {
    const file = cookieFile(join(app, release.root))
    const cookie = await readIfExists(file)
    if (!cookie) continue
    await writeAtomic(join(cookies, release.name), cookie, 0o600)
    // Mix lets only its owner read it, and some platforms run an image as a user of their own.
    await chmod(file, 0o644)
  }
}

/** Removes a release, but for its cookie. */
export async function removeButCookie(release: string): Promise<void> {
  const cookie = await readIfExists(cookieFile(release))
  await remove(release)
  if (cookie) await place(release, cookie)
}

/** One that is there stays. Where none can be put, Mix makes its own or has the words for it. */
async function place(release: string, cookie: string): Promise<void> {
  const file = cookieFile(release)
  await mkdir(dirname(file), { recursive: true })
    .then(() => writeFile(file, cookie, { flag: "wx" }))
    .catch(() => {})
}

function cookieFile(release: string): string {
  return join(release, "releases", "COOKIE")
}
