import type { Sample } from "./sample.ts"
import { layer, lines } from "./sample-lines.ts"

/** A process of an image, and what it prints. */
export interface LaunchCase {
  readonly title: string
  readonly buildpacks: readonly Sample[]
  /** What the image is started with, its process type first. */
  readonly args: readonly string[]
  /** Variables that the user gives the image. */
  readonly env?: Readonly<Record<string, string>>
  /** A part of what it prints, /layers and /workspace being its folders; without one, it cannot be started. */
  readonly prints?: string
}

function process(type: string, fields: string): string {
  return `printf '%s\\n' '[[processes]]' 'type = "${type}"' '${fields.replaceAll("\n", "' '")}' >>launch.toml`
}

function echo(...names: readonly string[]): string {
  return `command = ["sh", "-c", "echo \\"${names.map((name) => `${name}=<$${name}>`).join(" ")}\\""]`
}

const said = '#!/bin/sh\\necho "SEEN = \\"$COLOR of $PWD\\"" >&3\\necho "to the log"\\n'

export const launches: readonly LaunchCase[] = [
  {
    title: "a process with its arguments",
    buildpacks: [{ build: process("web", 'command = ["echo", "always"]\nargs = ["by", "default"]') }],
    args: ["web"],
    prints: "always by default\n",
  },
  {
    title: "a process with the user's arguments in the place of its own",
    buildpacks: [{ build: process("web", 'command = ["echo", "always"]\nargs = ["by", "default"]') }],
    args: ["web", "mine"],
    prints: "always mine\n",
  },
  {
    title: "a program of the user",
    buildpacks: [{ build: layer("one", ["launch"], { "env/COLOR": "red", "env.launch/web/COLOR": "blue" }) }],
    args: ["--", "sh", "-c", "echo $COLOR; pwd"],
    prints: "red\n/workspace\n",
  },
  {
    title: "a folder to work in",
    buildpacks: [{ build: process("web", 'command = ["pwd"]\nworking-dir = "/usr"') }],
    args: ["web"],
    prints: "/usr\n",
  },
  { title: "a process that nobody has declared", buildpacks: [{}], args: ["web"] },
  {
    title: "a process without a command",
    buildpacks: [{ build: process("web", 'args = ["a"]') }],
    args: ["web"],
  },
  {
    title: "a program that is not on PATH",
    buildpacks: [{ build: process("web", 'command = ["no-such-program"]') }],
    args: ["web"],
  },
  {
    title: "a program of a layer, in front of the system's",
    buildpacks: [
      {
        build: lines(
          layer("one", ["launch"], { "bin/true": "#!/bin/sh\\necho mine\\n" }),
          process("web", 'command = ["true"]'),
        ),
      },
    ],
    args: ["web"],
    prints: "mine\n",
  },
  {
    title: "variables of layers for all processes, and for one",
    buildpacks: [
      {
        build: lines(
          layer("one", ["launch"], {
            "env/ALL": "1",
            "env.build/BUILD": "1",
            "env.launch/LAUNCH": "1",
            "env.launch/web/WEB": "1",
            "env.launch/job/JOB": "1",
          }),
          process("web", echo("ALL", "BUILD", "LAUNCH", "WEB", "JOB")),
        ),
      },
    ],
    args: ["web"],
    prints: "ALL=<1> BUILD=<> LAUNCH=<1> WEB=<1> JOB=<>\n",
  },
  {
    title: "the user's variables: defaults give way, overrides do not, empty ones count as none",
    buildpacks: [
      {
        build: lines(
          layer("one", ["launch"], {
            "env/A.default": "1",
            "env/B.override": "1",
            "env/C.default": "1",
            "env/D.append": "1",
          }),
          process("web", echo("A", "B", "C", "D")),
        ),
      },
    ],
    args: ["web"],
    env: { A: "mine", B: "mine", C: "", D: "mine" },
    prints: "A=<mine> B=<1> C=<1> D=<mine1>\n",
  },
  {
    title: "folders of layers on paths, all of them before any variables",
    buildpacks: [
      {
        build: lines(
          layer("a", ["launch"], { "bin/x": "", "lib/x": "", "include/x": "", "env/PATH.append": ":/late" }),
          layer("b", ["launch"], { "bin/x": "" }),
        ),
      },
      {
        id: "sample/two",
        build: lines(layer("c", ["launch"], { "bin/x": "" }), process("web", echo("PATH", "LD_LIBRARY_PATH", "CPATH"))),
      },
    ],
    args: ["web"],
    prints:
      "PATH=</layers/sample_two/c/bin:/layers/sample_one/b/bin:/layers/sample_one/a/bin:/usr/bin:/bin:/late> LD_LIBRARY_PATH=</layers/sample_one/a/lib> CPATH=<>\n",
  },
  {
    title: "no variables of the platform",
    buildpacks: [
      {
        build: process(
          "web",
          'command = ["sh", "-c", "printenv CNB_LAYERS_DIR CNB_APP_DIR CNB_PLATFORM_API; echo none"]',
        ),
      },
    ],
    args: ["web"],
    prints: "none\n",
  },
  {
    title: "nothing of layers that are not for the launch",
    buildpacks: [
      {
        build: lines(layer("one", ["build", "cache"], { "env/COLOR": "red" }), process("web", echo("COLOR"))),
      },
    ],
    args: ["web"],
    prints: "COLOR=<>\n",
  },
  {
    title: "what a program of exec.d says, with the variables of layers, in the app's folder",
    buildpacks: [
      {
        build: lines(
          layer("one", ["launch"], { "env/COLOR": "red", "exec.d/says": said }),
          process("web", echo("SEEN", "COLOR")),
        ),
      },
    ],
    args: ["web"],
    prints: "to the log\nSEEN=<red of /workspace> COLOR=<red>\n",
  },
  {
    title: "programs of exec.d in the order of their names, those of the process last",
    buildpacks: [
      {
        build: lines(
          layer("one", ["launch"], {
            "exec.d/b": '#!/bin/sh\\necho "A = \\"$A-b\\"" >&3\\n',
            "exec.d/a": '#!/bin/sh\\necho "A = \\"a\\"" >&3\\n',
            "exec.d/web/0": '#!/bin/sh\\necho "A = \\"$A-web\\"" >&3\\n',
            "exec.d/job/1": "#!/bin/sh\\nexit 1\\n",
          }),
          process("web", echo("A")),
        ),
      },
    ],
    args: ["web"],
    prints: "A=<a-b-web>\n",
  },
  ...(
    [
      ["that fails", "#!/bin/sh\\nexit 1\\n"],
      ["that says a number", '#!/bin/sh\\necho "A = 1" >&3\\n'],
      ["that says no TOML", '#!/bin/sh\\necho "A=b" >&3\\n'],
      ["that cannot be run", "A = 1"],
    ] as const
  ).map(([what, text]) => ({
    title: `a program of exec.d ${what}`,
    buildpacks: [
      { build: lines(layer("one", ["launch"], { "exec.d/says": text }), process("web", 'command = ["true"]')) },
    ],
    args: ["web"],
  })),
]
