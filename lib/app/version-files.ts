import { posix } from "node:path"
import { list, readText } from "./folder.ts"

/** The folders that may hold such files, and how these are called there. What each says is told by lib/versions. */
const places: readonly { readonly folder: string; readonly name: RegExp }[] = [
  {
    folder: ".",
    name: /^(?:\.tool-versions|\.nvmrc|\.\w+-version|\.?mise(?:\..+)?\.(?:toml|lock)|\.rtx(?:\.local)?\.toml)$/,
  },
  ...["mise", ".mise", ".config", ".config/mise"].map((folder) => ({
    folder,
    name: /^(?:config|\.?mise)(?:\..+)?\.(?:toml|lock)$/,
  })),
  ...[".mise/conf.d", ".config/mise/conf.d"].map((folder) => ({ folder, name: /^[^.].*\.toml$/ })),
]

/** The texts, by their paths from the app's folder, of the files in which other tools look for versions. */
export async function readVersionFiles(app: string, below = "."): Promise<ReadonlyMap<string, string>> {
  const files = await Promise.all(
    places.map(async ({ folder, name }) => {
      const path = posix.join(below, folder)
      return ((await list(app, path)) ?? []).filter((each) => name.test(each)).map((each) => posix.join(path, each))
    }),
  )
  const texts = await Promise.all(files.flat().map(async (file) => [file, await readText(app, file)] as const))
  return new Map(texts.flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const])))
}
