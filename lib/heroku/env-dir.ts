import { isUtf8 } from "node:buffer"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { Output } from "../core/output.ts"
import { prose } from "../core/prose.ts"
import { checkTotal, leftOut, splitBySize } from "./env-size.ts"

/** Config vars that would break the build's own tools; the field's common list. */
const denied =
  /^(PATH|GIT_DIR|CPATH|CPPATH|LD_PRELOAD|LIBRARY_PATH|LD_LIBRARY_PATH|LANG|BUILD_DIR|CACHE_DIR|ENV_DIR|HOME|PWD|SHLVL|IFS|_)$/

/**
 * The user's config vars: one file each, its name the key, its content the value to the last byte. One that is too large
 * for any program is left out with a warning. Throws `env/missing-dir`, `env/unreadable`, `env/not-text` or `env/too-large`.
 */
export async function readEnvDir(dir: string, output: Output): Promise<Env> {
  const { fit, tooLarge } = splitBySize(await readAll(dir))
  for (const one of tooLarge) output({ kind: "warning", text: leftOut(one) })
  checkTotal(fit, await readFile("/proc/self/limits", "utf8"))
  return fit
}

async function readAll(dir: string): Promise<Env> {
  const names = await readdir(dir).catch((cause: unknown) => {
    throw missingEnvDir(dir, cause)
  })
  const allowed = names.filter((name) => !denied.test(name) && !name.includes("="))
  const entries = await Promise.all(allowed.map(async (name) => [name, await readValue(dir, name)] as const))
  return Object.fromEntries(entries)
}

async function readValue(dir: string, name: string): Promise<string> {
  const value = await readFile(join(dir, name)).catch((cause: unknown) => {
    throw unreadableConfigVar(name, cause)
  })
  if (!isUtf8(value) || value.includes(0)) throw notText(name)
  return value.toString()
}

function missingEnvDir(dir: string, cause: unknown): BuildpackError {
  return new BuildpackError("env/missing-dir", `ENV_DIR cannot be read: ${dir}`, {
    help: prose`
      The third argument of bin/compile is a folder with one file for each config var.
      The platform makes it. By hand: mkdir -p env && bin/compile BUILD_DIR CACHE_DIR env
    `,
    cause,
  })
}

function unreadableConfigVar(name: string, cause: unknown): BuildpackError {
  return new BuildpackError("env/unreadable", `The config var ${name} cannot be read from ENV_DIR`, {
    help: `Each entry of ENV_DIR is a plain file. Remove ${name}, or make it a readable file.`,
    cause,
  })
}

function notText(name: string): BuildpackError {
  return new BuildpackError("env/not-text", `The config var ${name} is not UTF-8 text`, {
    help: prose`
      It has a zero byte or bytes that are no character; a program cannot be given such a value as it is.
      Store binary data as base64 and decode it in the app.
    `,
  })
}
