import { Command, CommanderError } from "commander"
import type { CliContext } from "./context.ts"

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
    .showHelpAfterError()

  program
    .command("build")
    .description("build an app with the same hooks that Heroku runs")
    .argument("[app]", "the app's folder", ".")
    .option("-o, --out <dir>", "where the built app goes", ".beampack/out")
    .option("-c, --cache <dir>", "kept between builds (default: ~/.cache/beampack)")
    .option("-e, --env-file <file>", "config vars, KEY=value lines")
    .option("--procfile", "write the process types into the result as a Procfile, if it has none")
    .action(async (app, options) => {
      const { build } = await import("./build.ts")
      exit(await build(app, options, context))
    })

  program
    .command("run")
    .description("start a process type of a built app, as the platform would")
    .argument("<dir>", "what build made")
    .argument("[type]", "the process type", "web")
    .option("-e, --env-file <file>", "config vars, KEY=value lines")
    .option("-p, --port <number>", "the PORT that the app is told to listen on")
    .action(async (dir, type, options) => {
      const { runProcess } = await import("./run.ts")
      exit(await runProcess(dir, type, options, context))
    })

  program
    .command("plan")
    .description("show what would be installed and run, from where, and why; touches nothing")
    .argument("[app]", "the app's folder", ".")
    .option("-e, --env-file <file>", "config vars, KEY=value lines")
    .option("--json", "for a machine: {runtimes, steps, processes}")
    .action(async (app, options) => {
      const { plan } = await import("./plan.ts")
      await plan(app, options, context)
    })

  program
    .command("mirror")
    .description("make a folder with the runtimes, laid out as upstream, for BEAMPACK_MIRROR")
    .argument("<dir>", "made if it is not there; what it holds is kept")
    .option("--from-apt", "take Erlang/OTP, Elixir and rebar3 from this distribution's packages, Node from npm")
    .option("--erlang <version>", "the OTP version to fetch from upstream (default: the newest that fits)")
    .option("--elixir <version>", "the Elixir version to fetch from upstream")
    .option("--node <version>", "the Node version to fetch from upstream")
    .action(async (dir, options) => {
      const { mirror } = await import("./mirror.ts")
      await mirror(dir, options, context)
    })

  return program
}
