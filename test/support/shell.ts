import { execFile } from "node:child_process"
import { promisify } from "node:util"

/**
 * What a command line prints, run by bash with nothing but a PATH and `env`. Without --norc bash, whose stdin is a
 * socket here, would take us for a remote login and read ~/.bashrc.
 */
export async function inShell(line: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)("bash", ["--norc", "-ec", line], {
    env: { PATH: "/usr/bin:/bin", ...env },
  })
  return stdout
}

/** The same in a dyno: HOME is the app's folder, and its `.profile.d` is sourced first. */
export async function inDyno(app: string, line: string): Promise<string> {
  return inShell(`cd "$HOME"; for script in .profile.d/*.sh; do . "$script"; done; ${line}`, { HOME: app })
}
