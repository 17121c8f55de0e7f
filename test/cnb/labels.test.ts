import { describe, expect, it } from "vitest"
import { imageLabels } from "../../lib/cnb/labels.ts"

const app = { kind: "application", name: "shop", version: "1.2.3" } as const

/** The labels without what all their names have in front. */
function labels(env: Readonly<Record<string, string>>, about = app as Parameters<typeof imageLabels>[0]) {
  return Object.fromEntries(
    Object.entries(imageLabels(about, env)).map(([key, value]) => [
      key.replace("org.opencontainers.image.", ""),
      value,
    ]),
  )
}

const own = { title: "shop", version: "1.2.3" }

describe("imageLabels", () => {
  it("has OCI's names", () => {
    expect(imageLabels(app, {})).toEqual({
      "org.opencontainers.image.title": "shop",
      "org.opencontainers.image.version": "1.2.3",
    })
  })

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ["Heroku's commit", { SOURCE_VERSION: "0123abc" }, { revision: "0123abc" }],
    ["Dokku's commit", { GIT_REV: "0123abc" }, { revision: "0123abc" }],
    ["the user's revision", { GIT_REV: "0123abc", BP_OCI_REVISION: "r7" }, { revision: "r7" }],
    [
      "what GitHub's CI knows",
      { GITHUB_SHA: "0123abc", GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/shop" },
      { revision: "0123abc", source: "https://github.com/acme/shop" },
    ],
    ["half of what GitHub's CI knows", { GITHUB_REPOSITORY: "acme/shop" }, {}],
    [
      "what GitLab's CI knows",
      { CI_COMMIT_SHA: "0123abc", CI_PROJECT_URL: "https://gitlab.com/acme/shop" },
      { revision: "0123abc", source: "https://gitlab.com/acme/shop" },
    ],
    ["the platform's commit before that of a CI", { SOURCE_VERSION: "1", CI_COMMIT_SHA: "2" }, { revision: "1" }],
    ["nothing for an empty variable", { SOURCE_VERSION: "", BP_OCI_TITLE: " " }, {}],
    [
      "the user's title and version",
      { BP_OCI_TITLE: "The Shop", BP_OCI_VERSION: "2026.11" },
      { title: "The Shop", version: "2026.11" },
    ],
    [
      "all that the user can say",
      {
        BP_OCI_AUTHORS: "a",
        BP_OCI_CREATED: "c",
        BP_OCI_DESCRIPTION: "d",
        BP_OCI_DOCUMENTATION: "do",
        BP_OCI_LICENSES: "MIT",
        BP_OCI_REF_NAME: "main",
        BP_OCI_REVISION: "r",
        BP_OCI_SOURCE: "s",
        BP_OCI_URL: "u",
        BP_OCI_VENDOR: "v",
      },
      {
        authors: "a",
        created: "c",
        description: "d",
        documentation: "do",
        licenses: "MIT",
        "ref.name": "main",
        revision: "r",
        source: "s",
        url: "u",
        vendor: "v",
      },
    ],
  ])("has %s", (_, env, expected) => {
    expect(labels(env)).toEqual({ ...own, ...expected })
  })

  it("has no version when the app has none", () => {
    expect(labels({}, { kind: "application", name: "shop" })).toEqual({ title: "shop" })
  })
})
