import { join } from "node:path"
import { execa } from "execa"
import { type Files, writeFiles } from "../app.ts"
import { hexPackageOf, lockOf, publish } from "../hex-package.ts"

/** Where test/fixtures/refreshed has its dependencies from. */
export interface Upstream {
  /** As mix.exs has it. */
  readonly dependency: (name: string) => string
  readonly lock: (name: LockName) => string
}

export type LockName = keyof typeof locks

interface Project {
  readonly name: string
  readonly version: string
  readonly files: Files
  readonly needs?: readonly string[]
  /** Applications of Erlang. */
  readonly more?: readonly string[]
}

const glaze: Project = {
  name: "glaze",
  version: "1.0.0",
  files: { "lib/glaze.ex": "defmodule Glaze do\n  def factor, do: 1\nend\n", "priv/colour.txt": "blue\n" },
}
const bumped: Project = {
  name: "glaze",
  version: "1.1.0",
  files: {
    "lib/glaze.ex": "defmodule Glaze do\n  defstruct []\n  def factor, do: 2\nend\n",
    "lib/glaze/text.ex": 'defimpl String.Chars, for: Glaze do\n  def to_string(_), do: "glaze"\nend\n',
    "priv/colour.txt": "red\n",
  },
}
const brushed: Project = {
  name: "glaze",
  version: "1.2.0",
  files: { "lib/glaze.ex": "defmodule Glaze do\n  def factor, do: Brush.factor()\nend\n" },
  needs: ["brush"],
  more: ["xmerl"],
}
const brush: Project = {
  name: "brush",
  version: "1.0.0",
  files: {
    "lib/brush.ex": "defmodule Brush do\n  def factor, do: 3\nend\n",
    "include/brush.hrl": "-define(BRUSH, 3).\n",
  },
}
const [mould, remoulded] = ["1.0.0", "1.0.1"].map(
  (version, at): Project => ({
    name: "mould",
    version,
    files: { "lib/mould.ex": `defmodule Mould do\n  defmacro factor, do: ${at + 1}\nend\n` },
  }),
) as [Project, Project]
const kiln: Project = {
  name: "kiln",
  version: "1.0.0",
  files: { "lib/kiln.ex": "defmodule Kiln do\n  require Mould\n  def factor, do: Mould.factor()\nend\n" },
  needs: ["mould"],
}

const locks = {
  first: [glaze, kiln, mould],
  leaf: [bumped, kiln, mould],
  /** `kiln` is compiled to something else, though it is the same. */
  macros: [glaze, kiln, remoulded],
  /** One more of the app, and one more of Erlang. */
  more: [brush, brushed, kiln, mould],
} as const

/** Packages of Hex, in a folder that is served as its mirror. */
export async function hexUpstream(folder: string): Promise<Upstream> {
  const dependency = (name: string): string => `{:${name}, "~> 1.0"}`
  const packageOf = (project: Project): ReturnType<typeof hexPackageOf> => {
    const content = Object.entries(filesOf(project, dependency)).map(([path, text]) => ({ path, content: `${text}` }))
    return hexPackageOf(project.name, { ...project, content })
  }
  await publish(folder, Object.values(locks).flat().map(packageOf))
  return { dependency, lock: (name) => lockOf(locks[name].map(packageOf)) }
}

/** Repositories of git, in a folder that is served at `url`. */
export async function gitUpstream(folder: string, url: string): Promise<Upstream> {
  const dependency = (name: string): string => `{:${name}, git: "${url}/${name}/.git"}`
  const commits = new Map<Project, string>()
  for (const project of new Set(Object.values(locks).flat())) {
    const cwd = join(folder, project.name)
    await writeFiles(cwd, filesOf(project, dependency))
    const git = (...args: readonly string[]): ReturnType<typeof execa> => execa("git", args, { cwd })
    await git("init", "--quiet")
    await git("add", "--all")
    await git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", project.version)
    // For who asks for its files one by one.
    await git("update-server-info")
    commits.set(project, `${(await git("rev-parse", "HEAD")).stdout}`)
    await execa("sh", ["-c", "rm -rf -- *"], { cwd })
  }
  const entry = (project: Project): { readonly entry: string } => ({
    entry: `"${project.name}": {:git, "${url}/${project.name}/.git", "${commits.get(project)}", []}`,
  })
  return { dependency, lock: (name) => lockOf(locks[name].map(entry)) }
}

function filesOf({ name, version, files, needs = [], more = [] }: Project, dependency: Upstream["dependency"]): Files {
  const mixExs = `defmodule ${name.replace(/^./, (first) => first.toUpperCase())}.MixProject do
  use Mix.Project

  def project do
    [app: :${name}, version: "${version}", deps: [${needs.map(dependency).join(", ")}]]
  end

  def application do
    [extra_applications: [${["logger", ...more].map((app) => `:${app}`).join(", ")}]]
  end
end
`
  return { "mix.exs": mixExs, ...files }
}
