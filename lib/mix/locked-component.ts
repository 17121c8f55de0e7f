import type { GitSource, HexSource, LockedSource } from "../app/locked-sources.ts"
import type { Component } from "../core/component.ts"
import { packageUrl } from "../core/purl.ts"

/** A dependency as the lock names it. */
export function lockedComponent(source: LockedSource): Component {
  return source.kind === "hex" ? hexComponent(source) : gitComponent(source)
}

function hexComponent({ name, version, repository, digest }: HexSource): Component {
  const [, organisation] = /^hexpm:(.+)$/.exec(repository) ?? []
  // The lock has no URL of another repository, and without one the name would mean a package of hex.pm.
  const isHexpm = repository === "hexpm" || organisation !== undefined
  const namespace = organisation?.toLowerCase()
  const purl = isHexpm ? packageUrl({ type: "hex", namespace, name: name.toLowerCase(), version }) : undefined
  return { kind: "library", group: organisation, name, version, purl, digest }
}

function gitComponent({ app, url, commit }: GitSource): Component {
  return { kind: "library", name: app, version: commit, purl: gitPurl(app, url, commit) }
}

function gitPurl(name: string, url: string, version: string): string | undefined {
  // A folder of somebody's machine is no name for others.
  if (url.startsWith("file:")) return undefined
  const [, host, path] =
    /^(?:\w[\w+]*:\/\/)?(?:[^@/]*@)?([a-z\d][\w.-]*)(?::\d+)?[/:](.+?)(?:\.git)?\/?$/i.exec(url) ?? []
  if (host === undefined || path === undefined) return undefined
  const [owner, repository, ...more] = path.toLowerCase().split("/")
  if (host === "github.com" && owner !== undefined && repository !== undefined && more.length === 0) {
    return packageUrl({ type: "github", namespace: owner, name: repository, version })
  }
  // As all may read it: what stands before the host can be a password.
  const qualifiers = { vcs_url: `git+https://${host}/${path}.git@${version}` }
  return packageUrl({ type: "generic", name, version, qualifiers })
}
