import { integrityDigest, type NpmPackage, registryOf } from "./npm-package.ts"

/** What Yarn 1 has installed by its yarn.lock. https://classic.yarnpkg.com/lang/en/docs/yarn-lock */
export function yarnLock(text: string): readonly NpmPackage[] {
  const optional = onlyOptional(text)
  return [...text.matchAll(/^(\S.*):\r?\n((?:[ \t]+.*(?:\r?\n|$))+)/gm)].flatMap(([, patterns = "", body = ""]) => {
    const [, name] = /^"?(?:.+?@npm:)?((?:@[^@/]+\/)?[^@/]+)@/.exec(patterns) ?? []
    const [version, resolved, integrity] = ["version", "resolved", "integrity"].map((key) => fieldOf(key, body))
    if (name === undefined || version === undefined || resolved === undefined || optional.has(name)) return []
    const from = registryOf(resolved)
    return from === "elsewhere" ? [] : [{ name, version, digest: integrityDigest(integrity), ...from }]
  })
}

function fieldOf(key: string, body: string): string | undefined {
  return new RegExp(`^ {2}${key} "?([^"\\r\\n]+)"?`, "m").exec(body)?.[1]
}

/** It does not say which machines packages are for: whether one that is always optional is there cannot be told. */
function onlyOptional(text: string): ReadonlySet<string> {
  const named = (section: string) =>
    [...text.matchAll(new RegExp(`^ {2}${section}:\\r?\\n((?: {4}.*(?:\\r?\\n|$))+)`, "gm"))].flatMap(([, body = ""]) =>
      [...body.matchAll(/^ {4}"?([^"\s]+)"? /gm)].map(([, name = ""]) => name),
    )
  const wanted = new Set(named("dependencies"))
  return new Set(named("optionalDependencies").filter((name) => !wanted.has(name)))
}
