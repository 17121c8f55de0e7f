import type { Component } from "../core/component.ts"
import type { Env } from "../core/env.ts"
import { envSetting } from "../core/setting.ts"

/** What is known by https://github.com/opencontainers/image-spec/blob/main/annotations.md */
const names = [
  ...["authors", "created", "description", "documentation", "licenses", "ref.name"],
  ...["revision", "source", "title", "url", "vendor", "version"],
]

/** The variable that sets a label. */
function variableOf(name: string): string {
  return `BP_OCI_${name.toUpperCase().replace(".", "_")}`
}

/** Where platforms say which commit is built: Heroku and Dokku, and the CI of GitHub and GitLab when it is handed on. */
const revisions = ["SOURCE_VERSION", "GIT_REV", "GITHUB_SHA", "CI_COMMIT_SHA"]

/**
 * The labels of an app's image, by key: what the user says, by the variables of Paketo's buildpack for labels, before what
 * is known. https://github.com/paketo-buildpacks/image-labels
 */
export function imageLabels(app: Component, env: Env): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, string | undefined>> = {
    title: app.name,
    version: app.version,
    revision: revisions.map((name) => textOf(name, env)).find((value) => value !== undefined),
    source: source(env),
  }
  const labels = names.flatMap((name) => {
    const value = textOf(variableOf(name), env) ?? known[name]
    return value === undefined ? [] : [[`org.opencontainers.image.${name}`, value] as const]
  })
  return Object.fromEntries(labels)
}

/** The repository, as the CI of GitHub and GitLab name it. */
function source(env: Env): string | undefined {
  const [server, repository] = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY"].map((name) => textOf(name, env))
  if (server !== undefined && repository !== undefined) return `${server}/${repository}`
  return textOf("CI_PROJECT_URL", env)
}

function textOf(name: string, env: Env): string | undefined {
  return envSetting(name, env)?.value
}
