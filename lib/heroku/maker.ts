import { readlink } from "node:fs/promises"
import { hostname } from "node:os"
import { hasCode } from "../core/cause.ts"

/** A process that makes something. */
export interface Maker {
  readonly process: number
  /** When it began, in milliseconds since 1970: numbers of processes come again. */
  readonly began: number
  /** Where its number means something. */
  readonly among: string
}

/** This process. */
export async function ourselves(): Promise<Maker> {
  return { process: process.pid, began: began(), among: await amongWhich() }
}

/** Whether it still runs; undefined for one of another machine or container, of which nobody can tell here. */
export async function isAlive({ process: number, began: time, among }: Maker): Promise<boolean | undefined> {
  if (among !== (await amongWhich())) return undefined
  if (number === process.pid) return time === began()
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    return hasCode(error, "EPERM")
  }
}

/** One that was read from a file; undefined for what is none. */
export function asMaker(value: Readonly<Record<string, unknown>>): Maker | undefined {
  const { process: number, began: time, among } = value
  const isMaker = Number.isSafeInteger(number) && typeof among === "string"
  return isMaker ? { process: Number(number), began: Number(time), among } : undefined
}

function began(): number {
  return Math.round(performance.timeOrigin)
}

async function amongWhich(): Promise<string> {
  return `${hostname()} ${await readlink("/proc/self/ns/pid").catch(() => "")}`
}
