import type { Sample } from "./sample.ts"
import { layer, lines } from "./sample-lines.ts"

/** What buildpacks see of a platform. */
export interface Sight {
  readonly title: string
  readonly buildpacks: readonly Sample[]
  /** Variables of the user. */
  readonly vars?: Readonly<Record<string, string>>
  /** The build is done twice, and it is the second one that counts. */
  readonly again?: true
  /** What the last buildpack puts into the label `seen`. */
  readonly seen: string
}

/** The names in the environment that a program was started with. */
const names = String.raw`tr '\0' '\n' </proc/$$/environ | sed 's/=.*//' | sort | tr '\n' ' '`

/** The values of variables, their ends to be seen. */
function values(...variables: readonly string[]): string {
  return `{ ${variables.map((name) => `printf '%s=<%s>\\n' ${name} "\${${name}-none}"`).join("; ")}; }`
}

function see(command: string): string {
  return `see "$(${command})"`
}

const provideA = `printf '[[provides]]\\nname = "a"\\n' >>"$plan"`
const requireA = (metadata: string) =>
  `printf '[[requires]]\\nname = "a"\\nmetadata = { of = "${metadata}" }\\n' >>"$plan"`
const ofEntries = see(`grep -c 'name = "a"' "$CNB_BP_PLAN_PATH"; sed -n 's/.*of = //p' "$CNB_BP_PLAN_PATH"`)

/** In the first build a layer of each kind is made; the second one tells what has come back of them. */
const everyKind = lines(
  "if ls ./*.toml >/dev/null 2>&1; then",
  see(`for file in *.toml; do
    name=\${file%.toml}
    echo "$name: $(tr -d ' \\n' <$file) $(cat $name/file 2>/dev/null || echo nothing)"
  done`),
  "else",
  "for kind in launch build cache launch-build launch-cache build-cache launch-build-cache; do",
  '  mkdir "made-$kind"; echo content >"made-$kind/file"',
  "  { printf '[metadata]\\nnumber = 1\\ntext = \"1\"\\n[types]\\n'; printf '%s = true\\n' $(echo $kind | tr - ' '); } >\"made-$kind.toml\"",
  "done",
  "fi",
)
const kept = `[metadata]number=1.0text="1"`

/** What buildpacks are told and what comes back of what they leave. */
export const sights: readonly Sight[] = [
  {
    title: "the environment of bin/detect",
    buildpacks: [
      {
        detect: `${provideA}; names=$(${names}); ${requireA("$names")}`.replace(`"$names"`, `"'"$names"'"`),
        build: see(`sed -n 's/.*of = //p' "$CNB_BP_PLAN_PATH"`),
      },
    ],
    vars: { COLOR: "red" },
    seen: '"CNB_BUILDPACK_DIR CNB_BUILD_PLAN_PATH CNB_PLATFORM_DIR CNB_TARGET_ARCH CNB_TARGET_DISTRO_NAME CNB_TARGET_DISTRO_VERSION CNB_TARGET_OS COLOR HOME HOSTNAME PATH "',
  },
  {
    title: "the environment of bin/build",
    buildpacks: [{ build: see(names) }],
    vars: { COLOR: "red" },
    seen: "CNB_BP_PLAN_PATH CNB_BUILDPACK_DIR CNB_LAYERS_DIR CNB_PLATFORM_DIR CNB_TARGET_ARCH CNB_TARGET_DISTRO_NAME CNB_TARGET_DISTRO_VERSION CNB_TARGET_OS COLOR HOME HOSTNAME PATH ",
  },
  {
    title: "the environment of a buildpack that wants it clear",
    buildpacks: [{ descriptor: "clear-env = true", build: see(values("COLOR", "PATH")) }],
    vars: { COLOR: "red", PATH: "/mine" },
    seen: "COLOR=<none>\nPATH=</usr/bin:/bin>",
  },
  {
    title: "arguments, folders and an empty plan of mode 600",
    buildpacks: [
      {
        detect: `[ "$*" = "$CNB_PLATFORM_DIR $plan" ] && [ -f app.txt ] && [ "$(stat -c '%s %a' "$plan")" = "0 600" ]`,
        build: see(`[ "$*" = "$CNB_LAYERS_DIR $CNB_PLATFORM_DIR $CNB_BP_PLAN_PATH" ] && cat "$app/app.txt"`),
      },
    ],
    seen: "app",
  },
  {
    title: "variables of the user, paths in front of what is there",
    buildpacks: [{ build: see(values("PATH", "CPATH", "HOSTNAME", "COLOR")) }],
    vars: { PATH: "/mine", CPATH: "/mine", HOSTNAME: "mine", COLOR: "red\ngreen\n" },
    seen: "PATH=</mine:/usr/bin:/bin>\nCPATH=</mine>\nHOSTNAME=<mine>\nCOLOR=<red\ngreen\n>",
  },
  {
    title: "the files of a layer's environment, byte for byte",
    buildpacks: [
      {
        build: lines(
          layer("one", ["build"], {
            "env/OVER": "1",
            "env/OVER_TOO.override": "1\\n",
            "env/DEFAULT.default": "1",
            "env/FRONT.prepend": "1",
            "env/BACK.append": "1",
            "env.build/OF_BUILD": "1",
            "env.launch/OF_LAUNCH": "1",
            "env/ODD.color": "1",
          }),
          layer("two", ["build"], {
            "env/OVER": "2",
            "env/DEFAULT.default": "2",
            "env/FRONT.prepend": "2",
            "env/FRONT.delim": ":",
            "env/BACK.append": "2",
          }),
        ),
      },
      {
        id: "sample/two",
        build: see(values("OVER", "OVER_TOO", "DEFAULT", "FRONT", "BACK", "OF_BUILD", "OF_LAUNCH", "ODD")),
      },
    ],
    seen: "OVER=<2>\nOVER_TOO=<1\n>\nDEFAULT=<1>\nFRONT=<2:1>\nBACK=<12>\nOF_BUILD=<1>\nOF_LAUNCH=<none>\nODD=<none>",
  },
  {
    title: "variables of the user after those of layers, and paths in front of them",
    buildpacks: [
      { build: layer("one", ["build"], { "env/COLOR": "blue", "bin/tool": "" }) },
      { id: "sample/two", build: see(`${values("COLOR", "PATH")} | sed 's,[^:<]*/layers,LAYERS,'`) },
    ],
    vars: { COLOR: "red", PATH: "/mine" },
    seen: "COLOR=<red>\nPATH=</mine:LAYERS/sample_one/one/bin:/usr/bin:/bin>",
  },
  {
    title: "folders of layers for the build on paths, the last layer first",
    buildpacks: [
      {
        build: lines(
          layer("one", ["build"], { "bin/x": "", "lib/x": "", "include/x": "", "pkgconfig/x": "" }),
          layer("two", ["build", "launch"], { "bin/x": "" }),
          layer("no", ["launch", "cache"], { "bin/x": "", "env/NO": "1" }),
        ),
      },
      {
        id: "sample/two",
        build: see(
          `${values("PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "PKG_CONFIG_PATH", "NO")} | sed 's,[^:<]*/layers/sample_one/,,g'`,
        ),
      },
    ],
    seen: "PATH=<two/bin:one/bin:/usr/bin:/bin>\nLD_LIBRARY_PATH=<one/lib>\nLIBRARY_PATH=<one/lib>\nCPATH=<one/include>\nPKG_CONFIG_PATH=<one/pkgconfig>\nNO=<none>",
  },
  {
    title: "an own layer's environment: not that of the build that makes it",
    buildpacks: [{ build: lines(layer("one", ["build"], { "env/COLOR": "red" }), see(values("COLOR"))) }],
    seen: "COLOR=<none>",
  },
  {
    title: "what others require, with their metadata",
    buildpacks: [
      { detect: lines(provideA, requireA("one")), build: ofEntries },
      { id: "sample/two", detect: requireA("two") },
    ],
    seen: '2\n"one"\n"two"',
  },
  {
    title: "nothing of what an earlier one has met",
    buildpacks: [
      { detect: provideA },
      { id: "sample/two", detect: lines(provideA, requireA("two")), build: `${ofEntries} || true` },
    ],
    seen: "0",
  },
  {
    title: "what an earlier one has left unmet",
    buildpacks: [
      { detect: provideA, build: `printf '[[unmet]]\\nname = "a"\\n' >build.toml` },
      { id: "sample/two", detect: lines(provideA, requireA("two")), build: ofEntries },
    ],
    seen: '1\n"two"',
  },
  {
    title: "the content of a layer without types, moved out of the way",
    buildpacks: [{ build: "mkdir one two; : >one.toml" }, { id: "sample/two", build: see("ls ../sample_one") }],
    seen: "one.ignore\none.toml\ntwo",
  },
  {
    title: "layers of the build before, by their types",
    buildpacks: [{ build: everyKind }],
    again: true,
    seen: lines(
      `made-build-cache: ${kept} content`,
      `made-cache: ${kept} content`,
      `made-launch-build-cache: ${kept} content`,
      `made-launch-cache: ${kept} content`,
      `made-launch: ${kept} nothing`,
    ),
  },
  {
    title: "a cached file as new, with its mode",
    buildpacks: [
      {
        build: lines(
          `[ ! -f one/file ] || ${see('stat -c %a one/file; [ "$(stat -c %Y one/file)" -gt 1000000000 ] && echo new')}`,
          layer("one", ["cache"], { file: "" }),
          "touch -d 1990-01-01 one/file; chmod 640 one/file",
        ),
      },
    ],
    again: true,
    seen: "640\nnew",
  },
  {
    title: "a store, and nothing else that is no layer",
    buildpacks: [
      {
        build: lines(
          `[ ! -f store.toml ] || ${see("ls; tr -d ' \\n' <store.toml")}`,
          "printf '[metadata]\\nnumber = 1\\n' >store.toml; : >stray; : >../stray",
        ),
      },
    ],
    again: true,
    seen: "store.toml\n[metadata]number=1.0",
  },
  {
    title: "bills of materials of layers that come back",
    buildpacks: [
      {
        descriptor: 'sbom-formats = ["application/vnd.cyclonedx+json"]',
        build: lines(
          `[ ! -f cached.toml ] || ${see("ls ./*.json")}`,
          ...["cached cache", "launched launch", "built build"].map((words) => {
            const [name = "", ...types] = words.split(" ")
            return lines(layer(name, types), `echo '{}' >${name}.sbom.cdx.json`)
          }),
          "echo '{}' >launch.sbom.cdx.json",
        ),
      },
    ],
    again: true,
    seen: "./cached.sbom.cdx.json\n./launched.sbom.cdx.json",
  },
]
