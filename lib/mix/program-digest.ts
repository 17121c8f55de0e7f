import type { BuildMemory } from "../core/build-memory.ts"
import type { Digest } from "../core/runtime.ts"
import type { StepContext } from "../core/step.ts"
import { readText } from "../io/download.ts"
import { isNotFound } from "../io/download-errors.ts"
import { firstDigest } from "../io/first-digest.ts"
import { noDigest, noProgram, programChanged, type Unfetched } from "./program-errors.ts"
import { digestInDocument, digestsInSums } from "./program-listing.ts"
import type { ProgramFile } from "./program-origin.ts"
import type { WantedProgram } from "./wanted-program.ts"

/** What programs are fetched with. */
export interface FetchContext extends Pick<StepContext, "env" | "output" | "signal"> {
  /** The digests that files had when earlier builds took them. */
  readonly memory: Pick<BuildMemory, "recorded" | "record">
}

/** Where a program is, and the places that would be asked for it next. */
export type ProgramPlaces = readonly [ProgramFile, ...ProgramFile[]]

/** The digest that a file has to have. */
export interface Verified {
  readonly digest: Digest
  /** What to warn of. */
  readonly warning?: string | undefined
}

/** The digest in what npm's registry says of a package. */
export async function listedInDocument(
  _: WantedProgram,
  [{ listing }]: ProgramPlaces,
  context: FetchContext,
): Promise<Verified | Unfetched> {
  const digest = digestInDocument(await readText(listing, context))
  return digest === undefined ? noDigest(listing) : { digest }
}

/**
 * The digest in the list of a release of Tailwind, from the first place that has one. Those before 3.3 and some later ones
 * have none anywhere: their files are trusted as they come, and held to that.
 */
export async function listedInSums(
  wanted: WantedProgram,
  places: ProgramPlaces,
  context: FetchContext,
): Promise<Verified | Unfetched> {
  const [{ url }] = places
  const listed = await listedDigest(`tailwindcss-${wanted.target}`, places, context)
  if (listed !== undefined && "why" in listed) return listed
  const recorded = await context.memory.recorded(url)
  if (listed === undefined && recorded !== undefined) return { digest: recorded }
  if (listed !== undefined) {
    // A release that was listed before may be published anew. One that was trusted by itself is another matter.
    if (recorded?.firstUse && recorded.hex !== listed.hex) throw programChanged(wanted, url, recorded.hex, listed.hex)
    context.memory.record(url, listed)
    const isOther = recorded !== undefined && recorded.hex !== listed.hex
    return { digest: listed, warning: isOther ? publishedAnew(wanted) : undefined }
  }
  let head = ""
  const look = (bytes: Buffer): void => {
    head = bytes.subarray(0, 4).toString("latin1")
  }
  const first = await firstDigest(url, look, context)
  // https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
  if (head !== "\x7fELF") return noProgram(url)
  context.memory.record(url, first.digest)
  return first
}

function publishedAnew({ tool, version }: WantedProgram): string {
  return `${tool} ${version} was published anew since an earlier build: taking what is listed now`
}

/** A mirror may have the file alone. */
async function listedDigest(
  name: string,
  places: ProgramPlaces,
  context: FetchContext,
): Promise<Digest | Unfetched | undefined> {
  for (const { listing } of places) {
    const text = await readText(listing, context).catch((error: unknown) => {
      if (!isNotFound(error)) throw error
    })
    if (text === undefined) continue
    const sums = digestsInSums(text)
    if (sums === undefined) return noDigest(listing)
    const listed = sums.get(name)
    if (listed !== undefined) return listed
  }
  return undefined
}
