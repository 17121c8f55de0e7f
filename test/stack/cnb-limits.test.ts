/** A release in containers with limits, started as the launcher of Cloud Native Buildpacks does: after exec.d. */
import { join } from "node:path"
import dedent from "dedent"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { type ContainerOptions, type Ended, runContainer } from "../support/stack/docker.ts"
import { createApp, push } from "../support/stack/heroku.ts"

const { packages, images } = inject("stack")

/** A release that writes its configuration to a file when it starts. */
const files = {
  "mix.exs": dedent`
    defmodule Plain.MixProject do
      use Mix.Project
      def project, do: [app: :plain, version: "0.1.0", releases: [plain: [reboot_system_after_config: true]]]
      def application, do: [mod: {Plain, []}, extra_applications: [:logger]]
    end
  `,
  "config/runtime.exs": 'import Config\nconfig :plain, port: System.get_env("PORT")\n',
}

const program = join(import.meta.dirname, "../../lib/cnb/exec.d/limits")

/** The launcher, for values without anything that a shell expands. */
const launcher = dedent`
  set -eu
  eval "$(/limits 3>&1 >&2 | sed 's/ = /=/; s/^/export /')"
  exec "$@"
`

/** Tells what the BEAM has made of the machine, and where the release has written to. */
const expression = dedent`
  info = &:erlang.system_info/1
  IO.puts("#{info.(:schedulers_online)} of #{info.(:schedulers)}, #{info.(:port_limit)} ports, #{System.get_env("RELEASE_TMP")}")
`

describe.each([
  { otp: "25", stack: "heroku-22" },
  { otp: "27", stack: "heroku-24" },
])("on OTP $otp", ({ otp, stack }) => {
  let dir: string

  beforeAll(async () => {
    const source = { folder: join(import.meta.dirname, "../fixtures/plain"), files }
    const build = await push(await createApp(), { source, buildpacks: [packages.elixir], env: { STACK: stack } })
    expect(build.exitCode, build.stdout + build.stderr).toBe(0)
    expect(build.stdout).toContain(`Erlang/OTP ${otp}.`)
    dir = build.dir
  })

  /** Evaluates the expression in the release, whose folder is read-only. */
  function evaluate({ env = {}, ...options }: Partial<ContainerOptions>): Promise<Ended> {
    return runContainer({
      image: images.run,
      command: ["sh", "-c", launcher, "launcher", "_build/prod/rel/plain/bin/plain", "eval", expression],
      workdir: "/workspace",
      mounts: [
        { from: dir, to: "/workspace", readOnly: true },
        { from: program, to: "/limits", readOnly: true },
      ],
      env: { LANG: "C.UTF-8", ELIXIR_ERL_OPTIONS: "+fnu", ...env },
      ...options,
    })
  }

  it.each<[string, Partial<ContainerOptions>, RegExp]>([
    ["without a limit", {}, /^2 of 2, 65536 ports, \/tmp\/release\.\w+\n$/],
    ["with half a CPU", { cpus: "0.5" }, /^1 of 1, /],
    ["with a CPU and a half", { cpus: "1.5" }, /^1 of 1, /],
    ["with both CPUs", { cpus: "2" }, /^2 of 2, /],
    ["with half a CPU, and schedulers in ERL_FLAGS", { cpus: "0.5", env: { ERL_FLAGS: "+S 2:2" } }, /^2 of 2, /],
    ["with half a CPU, and schedulers in ERL_AFLAGS", { cpus: "0.5", env: { ERL_AFLAGS: "+S 2:2" } }, /^2 of 2, /],
    ["with half a CPU, and Elixir's options", { cpus: "0.5", env: { ELIXIR_ERL_OPTIONS: "+S 2:2" } }, /^2 of 2, /],
    ["with little memory", { memory: "128m" }, /^2 of 2, /],
    ["on a read-only file system", { readOnly: true }, /, \/dev\/shm\/release\.\w+\n$/],
    [
      "on a read-only file system with a temporary folder, for any user",
      { readOnly: true, user: "12345:0", tmpfs: { "/tmp": "" } },
      /, \/tmp\/release\.\w+\n$/,
    ],
  ])("a release starts %s", async (_, options, expected) => {
    const { exitCode, stdout, stderr } = await evaluate(options)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
    expect(stdout).toMatch(expected)
  })

  it("the flags of vm.args win", async () => {
    const command = ["sh", "-c", `echo +S 2:2 >/tmp/vm.args; ${launcher}`, "launcher"]
    const release = ["_build/prod/rel/plain/bin/plain", "eval", expression]
    const env = { LANG: "C.UTF-8", ELIXIR_ERL_OPTIONS: "+fnu", RELEASE_VM_ARGS: "/tmp/vm.args" }
    const { stdout } = await evaluate({ cpus: "0.5", env, command: [...command, ...release] })
    expect(stdout).toMatch(/^2 of 2, /)
  })

  it("without it, a release does not start on a read-only file system", async () => {
    const { exitCode, stderr } = await evaluate({ readOnly: true, env: { BEAMPACK_LIMITS: "off" } })
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("could not write") })
  })
})
