import { posix } from "node:path"

/** Files of which Mix and its compilers know by themselves, and those that only a browser or a test sees. */
const known = [
  /\.(?:exs?|[eh]rl|[xy]rl|heex|l?eex|sface|slime?|pot?)$/,
  /(?:^|\/)(?:assets|test|priv\/static)\//,
] as const

/**
 * Whether code may have read a file while it was compiled without telling Mix so, as `@external_resource` does: it has the
 * file's name, its ending behind a star, or the name of a folder that the file is in.
 */
export function isMentioned(path: string, code: string): boolean {
  if (known.some((pattern) => pattern.test(path))) return false
  const folders = posix
    .dirname(path)
    .split("/")
    .filter((name) => name !== ".")
  const extension = posix.extname(path)
  const hints = [
    posix.basename(path),
    ...(extension === "" ? [] : [`*${extension}`]),
    ...folders.flatMap((name) => [`${name}/`, `${name}"`, `${name}'`, `${name})`]),
    ...(folders.includes("priv") ? ["priv_dir", "app_dir"] : []),
  ]
  return hints.some((hint) => code.includes(hint))
}
