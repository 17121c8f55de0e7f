import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

/** Linux hands no program a variable of more bytes, with its name, the `=` and a zero byte (MAX_ARG_STRLEN, execve(2)). */
const LONGEST = 128 * 1024

/** The config vars that a program can be given, and the names and bytes of those that none can. */
export function splitBySize(vars: Env): { readonly fit: Env; readonly tooLarge: readonly VarSize[] } {
  const tooLarge = sizes(vars).filter(({ bytes }) => bytes > LONGEST)
  const names = new Set(tooLarge.map(({ name }) => name))
  return { fit: Object.fromEntries(Object.entries(vars).filter(([name]) => !names.has(name))), tooLarge }
}

/** The warning for a config var of `tooLarge`. */
export function leftOut({ name, bytes }: VarSize): string {
  return prose`
    The config var ${name} is left out of the build: it has ${kilobytes(bytes)}, and Linux
    starts no program with one of more than ${kilobytes(LONGEST)}. The app cannot be started with it either:
    keep such data in a file or a storage service, and only its address in the config var.
  `
}

/**
 * Throws `env/too-large` when no program could be started with all of them. `limits` is the text of /proc/self/limits:
 * Linux takes a quarter of the stack for arguments and variables.
 */
export function checkTotal(vars: Env, limits: string): void {
  const all = sizes(vars)
  const total = all.reduce((sum, { bytes }) => sum + bytes + POINTER, 0)
  const room = roomForVars(limits)
  if (total > room) throw tooLarge(all, total, room)
}

/** A variable, with its bytes as `execve` counts them: name, `=`, value and a zero byte. */
interface VarSize {
  readonly name: string
  readonly bytes: number
}

const POINTER = 8 // bytes, which count too

function sizes(vars: Env): readonly VarSize[] {
  return Object.entries(vars).map(([name, value = ""]) => ({ name, bytes: Buffer.byteLength(`${name}=${value}`) + 1 }))
}

/** As bprm_stack_limits in Linux's fs/exec.c has it, less a part for what the platform, the build and its tools add. */
function roomForVars(limits: string): number {
  const stack = Number(/^Max stack size +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY)
  const room = Math.max(LONGEST, Math.min(stack / 4, 6 * 1024 * 1024))
  return (room * 15) / 16
}

function tooLarge(all: readonly VarSize[], total: number, room: number): BuildpackError {
  const largest = all.toSorted((one, other) => other.bytes - one.bytes).slice(0, 5)
  return new BuildpackError("env/too-large", `The config vars are too large together: ${kilobytes(total)}`, {
    help: prose`
      Every program is started with all of them, and this machine has room for ${kilobytes(room)}. The largest:
        ${largest.map(({ name, bytes }) => `${name} (${kilobytes(bytes)})`).join("\n")}
      Keep data of that size in a file or a storage service, and only its address in a config var. Those that
      nobody needs any more go with: heroku config:unset NAME
    `,
  })
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`
}
