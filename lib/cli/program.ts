import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander"
import { arches } from "../core/target.ts"
import { listedNames } from "../core/version-list.ts"
import { visible } from "../core/visible.ts"
import type { CliContext } from "./context.ts"
import { helpTexts } from "./help.ts"

/** Parses the arguments, runs the command and returns the exit code: 2 for wrong usage, else the command's own. */
export async function commandLine(argv: readonly string[], context: CliContext): Promise<number> {
  let exitCode = 0
  const program = commands(context, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv, { from: "user" })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
  return exitCode
}

function commands(context: CliContext, exit: (code: number) => void): Command {
  const program = new Command("beampack")
    .description("Builds Elixir, Phoenix and Erlang apps as Heroku does, here or in CI.")
    .version(context.version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(visible(text)) })
    .addHelpText("after", `\n${helpTexts.beampack}`)

  program
    .command("build")
    .description("build an app with the same hooks that Heroku runs")
    .argument("[app]", "the app's folder", ".")
    .option("-o, --out <dir>", "where the built app goes; a former result there is replaced", ".beampack/out")
    .option("-c, --cache <dir>", "kept between builds (default: a folder for the app in ~/.cache/beampack)")
    .addOption(envFile())
    .option("--procfile", "write all process types into the result's Procfile")
    .action(async (app, options) => {
      const { build } = await import("./build.ts")
      exit(await build(app, options, context))
    })

  program
    .command("run")
    .description("start a process type of a built app, as the platform would")
    .argument("<dir>", "what build made")
    .argument("[type]", "the process type", "web")
    .addOption(envFile())
    .addOption(new Option("-p, --port <number>", "the app's PORT (default: $PORT, else 4000)").argParser(portNumber))
    .action(async (dir, type, options) => {
      const { runProcess } = await import("./run.ts")
      exit(await runProcess(dir, type, options, context))
    })

  program
    .command("plan")
    .description("show what would be installed and run, from where, and why; touches nothing")
    .argument("[app]", "the app's folder", ".")
    .addOption(envFile())
    .option("--json", "for a machine: {runtimes, steps, processes}")
    .addOption(new Option("--procfile", "only the process types, as a Procfile").conflicts("json"))
    .action(async (app, options) => {
      const { plan } = await import("./plan.ts")
      await plan(app, options, context)
    })

  program
    .command("versions")
    .description("list the versions that can be had: the newest of each line, and how long it is supported")
    .addArgument(new Argument("[runtime]", "one of the three only").choices(listedNames))
    .addOption(forSystem())
    .addOption(forArch())
    .option("--all", "every version")
    .option("--json", "for a machine: {target, runtimes}")
    .action(async (name, options) => {
      const { versions } = await import("./versions.ts")
      await versions(name, options, context)
    })

  program
    .command("lock")
    .description("write beampack.lock: the versions and files that builds take from now on")
    .argument("[app]", "the app's folder", ".")
    .addOption(forSystem())
    .addOption(forArch())
    .option("--check", "write nothing; fail unless the lock does for the app as it is now")
    .addOption(envFile())
    .action(async (app, options) => {
      const { lock } = await import("./lock.ts")
      await lock(app, options, context)
    })

  program
    .command("mirror")
    .description("make a folder with the runtimes, laid out as upstream, for BEAMPACK_MIRROR")
    .argument("<dir>", "made if it is not there; what it holds is kept")
    .addOption(fromApt())
    .option("--erlang <version>", "the OTP version to fetch from upstream (default: the newest that fits)")
    .option("--elixir <version>", "the Elixir version to fetch from upstream (default: the newest that fits)")
    .option("--node <version>", "the Node version to fetch from upstream (default: the newest LTS)")
    .action(async (dir, options) => {
      const { mirror } = await import("./mirror.ts")
      await mirror(dir, options, context)
    })

  for (const command of [program, ...program.commands]) describe(command)
  return program
}

/** What each command says after its options, and after a wrong usage. */
function describe(command: Command): void {
  const name = command.parent ? `beampack ${command.name()}` : "beampack"
  command.showHelpAfterError(`\nUsage: ${name} ${command.usage()}\nMore: ${name} --help`)
  const text = command.parent && helpTexts[command.name()]
  if (text) command.addHelpText("after", `\n${text}`)
}

function envFile(): Option {
  return new Option("-e, --env-file <file>", "config vars, KEY=value lines")
}

function forSystem(): Option {
  return new Option(
    "--for <system>",
    "heroku-22, heroku-24, heroku-26, ubuntu-24.04, debian-13, ... (default: this one)",
  )
}

function forArch(): Option {
  return new Option("--arch <arch>", "for another processor than this one").choices(arches)
}

function fromApt(): Option {
  const text = "take Erlang/OTP, Elixir and rebar3 from this distribution's packages, Node from npm"
  return new Option("--from-apt", text).conflicts(["erlang", "elixir", "node"])
}

function portNumber(text: string): string {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("A port is a number up to 65535.")
  return text
}
