import { posix } from "node:path"

/** What shell text may mean by a path of the app: words such as `bin/start`, `./bin/start`, `$HOME/bin` and `/app/bin`. */
export function namedPaths(text: string): readonly string[] {
  const words = text.match(/[^\s:;&|<>()"'=`]+/g) ?? []
  // A dot alone is the shell's own command.
  return words.map(pathInApp).filter((path): path is string => path !== undefined && path !== ".")
}

/** A path as people write it, as one from the app's folder; undefined when it leads elsewhere or is none. */
export function pathInApp(word: string): string | undefined {
  const path = posix.normalize(word.replace(/^(?:\$HOME|\$\{HOME\}|\/app|~)\//, "")).replace(/(?<=.)\/$/, "")
  return /^[^/$.~-]/.test(path) || /^\.(?:[^./]|$)/.test(path) ? path : undefined
}
