import { runtimeTitles } from "../core/runtime.ts"
import { isNotFound } from "../io/download-errors.ts"
import { type BuildIndex, parseBuildsTxt } from "../versions/builds-txt.ts"
import type { MixTool } from "../versions/hex-index.ts"
import { type NodeIndex, parseNodeIndex } from "../versions/node-index.ts"
import type { ReadList } from "../versions/remembered-list.ts"
import { missing, unreadable } from "./index-errors.ts"
import type { ParseIndex, ReadIndex } from "./index-text.ts"
import type { Origins } from "./origins.ts"

/** An index that is not parsed yet. */
interface IndexText extends ReadList {
  readonly text: string
}

/** Reads the list of OTP builds in the folder of a platform. */
export async function loadOtpIndex<Nothing = never>(
  folder: string,
  read: ReadIndex<Nothing>,
): Promise<BuildIndex | Nothing> {
  return readIndex(`${folder}/builds.txt`, runtimeTitles.erlang, read, listed(buildLine, parseBuildsTxt))
}

/** Reads the list of Elixir builds. */
export async function loadElixirIndex<Nothing = never>(
  origins: Origins,
  read: ReadIndex<Nothing>,
): Promise<BuildIndex | Nothing> {
  const url = `${origins.hex}/builds/elixir/builds.txt`
  return readIndex(url, runtimeTitles.elixir, read, listed(buildLine, parseBuildsTxt))
}

/** Reads a list of Hex or rebar3 builds; `index` is relative to `/installs`. Its text is not parsed yet. */
export async function loadInstalls<Nothing = never>(
  origins: Origins,
  tool: MixTool,
  index: string,
  read: ReadIndex<Nothing>,
): Promise<IndexText | Nothing> {
  return readIndex(`${origins.hex}/installs/${index}`, runtimeTitles[tool], read, listed(installRow, unparsed))
}

/** Reads the list of Node.js releases. */
export async function loadNodeIndex<Nothing = never>(
  origins: Origins,
  read: ReadIndex<Nothing>,
): Promise<NodeIndex | Nothing> {
  return readIndex(`${origins.node}/dist/index.json`, runtimeTitles.node, read, parseNodeIndex)
}

/** Reads the digests of the files in the folder of one Node.js release. */
export async function loadNodeDigests<Nothing = never>(
  folder: string,
  version: string,
  read: ReadIndex<Nothing>,
): Promise<IndexText | Nothing> {
  const what = `digests of ${runtimeTitles.node} ${version}`
  return read(`${folder}/SHASUMS256.txt`, what, listed(digestLine, unparsed))
}

// Lines of each kind of list, as far as it takes to tell one from a proxy's page.
const buildLine = /^[ \t]*\S+[ \t]+\S+[ \t]+\d{4}-\d{2}-\d{2}T/m
const installRow = /^[^,\s]+,[0-9a-f]{128},/im
const digestLine = /^[0-9a-f]{64} [ *]\S/im

/** A parser that refuses a text without any such line. A list may be empty, though. */
function listed<T>(line: RegExp, parse: ParseIndex<T>): ParseIndex<T> {
  return (text, source, rememberedAt) => {
    if (text.trim() !== "" && !line.test(text)) throw unreadable(source)
    return parse(text, source, rememberedAt)
  }
}

function unparsed(text: string, source: string, rememberedAt?: number): IndexText {
  return { text, source, rememberedAt }
}

async function readIndex<T, Nothing>(
  url: string,
  title: string,
  read: ReadIndex<Nothing>,
  parse: ParseIndex<T>,
): Promise<T | Nothing> {
  try {
    return await read(url, `list of ${title} versions`, parse)
  } catch (error) {
    if (isNotFound(error)) throw missing(url, title, error)
    throw error
  }
}
