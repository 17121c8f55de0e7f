import type { RefusalKind } from "./refusal.ts"
import type { Sample } from "./sample.ts"
import { file, layer } from "./sample-lines.ts"

/** Buildpacks that do something, and what a platform makes of it. */
export interface Scenario {
  readonly title: string
  readonly buildpacks: readonly Sample[]
  /** Nothing when the platform has to take it. */
  readonly refused?: RefusalKind
  /** The process that the image is to start. */
  readonly processType?: string
  /** The build is done twice, and it is the second one that counts. */
  readonly again?: true
  /** Optional ones by their place in the group. */
  readonly optional?: readonly number[]
}

function launch(...lines: readonly string[]): Sample {
  return { build: file("launch.toml", ...lines) }
}

function plan(...lines: readonly string[]): string {
  return file('"$plan"', ...lines)
}

const web = ["[[processes]]", 'type = "web"', 'command = ["true"]']
const cyclonedx = 'sbom-formats = ["application/vnd.cyclonedx+json"]'

/** What the lifecycle refuses, and what is next to it and allowed. */
const cases: readonly Scenario[] = [
  { title: "a buildpack that does nothing", buildpacks: [{}] },
  { title: "no bin/detect that wants to", buildpacks: [{ detect: "exit 100" }], refused: "not-detected" },
  { title: "a bin/detect that fails", buildpacks: [{ detect: "exit 1" }], refused: "detect-errored" },
  { title: "a bin/detect that is killed", buildpacks: [{ detect: "kill -9 $$" }], refused: "detect-errored" },
  { title: "a plan that is no TOML", buildpacks: [{ detect: plan("provides = [") }], refused: "detect-errored" },
  {
    title: "a plan that is not UTF-8",
    buildpacks: [{ detect: `printf 'a = "\\377"' >"$plan"` }],
    refused: "detect-errored",
  },
  { title: "a plan of other types", buildpacks: [{ detect: plan('provides = "erlang"') }], refused: "detect-errored" },
  {
    title: "a name in a plan that is a number",
    buildpacks: [{ detect: plan("[[provides]]", "name = 1", "[[requires]]", "name = 1") }],
    refused: "detect-errored",
  },
  {
    title: "a version beside the metadata of what is required",
    buildpacks: [{ detect: plan("[[provides]]", 'name = "a"', "[[requires]]", 'name = "a"', 'version = "1"') }],
    refused: "detect-errored",
  },
  {
    title: "a version in the metadata of what is required",
    buildpacks: [
      { detect: plan("[[provides]]", 'name = "a"', "[[requires]]", 'name = "a"', 'metadata = { version = "1" }') },
    ],
  },
  { title: "unknown keys in a plan", buildpacks: [{ detect: plan('color = "red"') }] },
  {
    title: "what nobody requires",
    buildpacks: [{ detect: plan("[[provides]]", 'name = "a"') }],
    refused: "not-detected",
  },
  {
    title: "what nobody provides",
    buildpacks: [{ detect: plan("[[requires]]", 'name = "a"') }],
    refused: "not-detected",
  },
  {
    title: "what is provided after it was required",
    buildpacks: [
      { detect: plan("[[requires]]", 'name = "a"') },
      { id: "sample/two", detect: plan("[[provides]]", 'name = "a"', "[[requires]]", 'name = "a"') },
    ],
    refused: "not-detected",
  },
  {
    title: "an alternative of a plan",
    buildpacks: [
      {
        detect: plan(
          "[[requires]]",
          'name = "a"',
          "[[or]]",
          "[[or.provides]]",
          'name = "b"',
          "[[or.requires]]",
          'name = "b"',
        ),
      },
    ],
  },
  {
    title: "an optional one that fails",
    buildpacks: [{}, { id: "sample/two", detect: "exit 1" }],
    optional: [1],
  },
  {
    title: "nobody but optional ones that do not want to",
    buildpacks: [{ detect: "exit 100" }],
    optional: [0],
    refused: "not-detected",
  },
  { title: "a buildpack without an API", buildpacks: [{ api: "" }], refused: "buildpack-api" },
  { title: "a buildpack of an API to come", buildpacks: [{ api: 'api = "0.99"' }], refused: "buildpack-api" },
  { title: "a descriptor that is no TOML", buildpacks: [{ descriptor: "name = " }], refused: "start" },
  {
    title: "exec-env as the specification has it",
    buildpacks: [{ descriptor: '[[buildpack.exec-env]]\nname = "test"' }],
    refused: "start",
  },
  {
    title: "another system",
    buildpacks: [{ descriptor: '[[targets]]\nos = "windows"' }],
    refused: "detect-errored",
  },
  {
    title: "another distribution",
    buildpacks: [{ descriptor: '[[targets]]\nos = "linux"\n[[targets.distros]]\nname = "plan9"\nversion = "4"' }],
    refused: "detect-errored",
  },
  { title: "a bin/build that fails", buildpacks: [{ build: "exit 3" }], refused: "buildpack" },
  { title: "a bin/build that is killed", buildpacks: [{ build: "kill -9 $$" }], refused: "buildpack" },
  { title: "a launch.toml that is no TOML", buildpacks: [launch("[[processes]")], refused: "build" },
  { title: "a process with direct", buildpacks: [launch(...web, "direct = true")], refused: "build" },
  {
    title: "a command that is one text",
    buildpacks: [launch("[[processes]]", 'type = "web"', 'command = "true"')],
    refused: "build",
  },
  { title: "a process with unknown keys", buildpacks: [launch(...web, 'color = "red"')] },
  {
    title: "two default processes",
    buildpacks: [
      launch(...web, "default = true", "[[processes]]", 'type = "job"', 'command = ["true"]', "default = true"),
    ],
    refused: "build",
  },
  { title: "one process declared twice", buildpacks: [launch(...web, ...web)] },
  {
    title: "a process type with a slash",
    buildpacks: [launch("[[processes]]", 'type = "a/b"', 'command = ["true"]')],
    refused: "export",
  },
  { title: "a process without a type", buildpacks: [launch("[[processes]]", 'command = ["true"]')], refused: "export" },
  { title: "a label that is a number", buildpacks: [launch("[[labels]]", 'key = "a"', "value = 1")], refused: "build" },
  { title: "a malformed pattern of a slice", buildpacks: [launch("[[slices]]", 'paths = ["a["]')], refused: "export" },
  { title: "an image that is to start what nobody declares", buildpacks: [{}], processType: "web", refused: "export" },
  { title: "an image that is to start what somebody declares", buildpacks: [launch(...web)], processType: "web" },
  {
    title: "what is unmet and was not required",
    buildpacks: [{ build: file("build.toml", "[[unmet]]", 'name = "a"') }],
    refused: "build",
  },
  {
    title: "what is unmet and was required",
    buildpacks: [
      {
        detect: plan("[[provides]]", 'name = "a"', "[[requires]]", 'name = "a"'),
        build: file("build.toml", "[[unmet]]", 'name = "a"'),
      },
    ],
  },
  { title: "layer types at the top", buildpacks: [{ build: file("one.toml", "cache = true") }], refused: "build" },
  {
    title: "a layer type that is a text",
    buildpacks: [{ build: file("one.toml", "[types]", 'cache = "true"') }],
    refused: "build",
  },
  { title: "layer metadata that is no TOML", buildpacks: [{ build: file("one.toml", "[metadata") }], refused: "build" },
  { title: "unknown layer types", buildpacks: [{ build: file("one.toml", "[types]", "color = true") }] },
  { title: "a layer without types", buildpacks: [{ build: "mkdir one; : >one/file; : >one.toml" }] },
  { title: "a folder without metadata", buildpacks: [{ build: "mkdir one; : >one/file" }] },
  {
    title: "a launch layer without content",
    buildpacks: [{ build: file("one.toml", "[types]", "launch = true") }],
    refused: "export",
  },
  {
    title: "a launch layer without content that the image before had",
    buildpacks: [{ build: `[ -f one.toml ] || mkdir one\n${file("one.toml", "[types]", "launch = true")}` }],
    again: true,
  },
  {
    title: "a launch layer without content that is to be cached",
    buildpacks: [{ build: file("one.toml", "[types]", "launch = true", "cache = true") }],
    refused: "export",
  },
  {
    title: "a cached launch layer whose content has gone since the image before",
    buildpacks: [
      {
        build: `if [ -d one ]; then rm -r one; else mkdir one; fi\n${file("one.toml", "[types]", "launch = true", "cache = true")}`,
      },
    ],
    again: true,
    refused: "export",
  },
  { title: "a cached layer without content", buildpacks: [{ build: file("one.toml", "[types]", "cache = true") }] },
  { title: "a store.toml that is no TOML", buildpacks: [{ build: file("store.toml", "[metadata") }], refused: "build" },
  {
    title: "a store.toml whose metadata is a text",
    buildpacks: [{ build: file("store.toml", 'metadata = "a"') }],
  },
  {
    title: "a bill of materials of a kind that is not declared",
    buildpacks: [{ build: `${layer("one", ["launch"])}\necho {} >one.sbom.cdx.json` }],
    refused: "build",
  },
  {
    title: "a bill of materials of a kind that is declared",
    buildpacks: [{ descriptor: cyclonedx, build: `${layer("one", ["launch"])}\necho {} >one.sbom.cdx.json` }],
  },
  {
    title: "a bill of materials of an unknown kind",
    buildpacks: [{ descriptor: cyclonedx, build: "echo {} >launch.sbom.new.json" }],
    refused: "build",
  },
  {
    title: "a bill of materials of no layer",
    buildpacks: [{ build: "echo {} >one.sbom.new.json" }],
  },
  {
    title: "an environment folder that is a file",
    buildpacks: [{ build: `${layer("one", ["build"])}\n: >one/env` }],
    refused: "build",
  },
]

/** The same, each with its outcome in its title. */
export const scenarios: readonly Scenario[] = cases.map((each) => ({
  ...each,
  title: `${each.title}: ${each.refused === undefined ? "taken" : `refused in ${each.refused}`}`,
}))
