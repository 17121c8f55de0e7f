import { readlink } from "node:fs/promises"
import { hostname } from "node:os"
import { hasCode } from "../core/cause.ts"
import { isRecord } from "../core/record.ts"

/** A process that builds, as notes name it. */
export interface BuildProcess {
  readonly process: number
  /** When it began, in milliseconds since 1970: numbers of processes come again. */
  readonly began: number
  /** Where its number means something. */
  readonly among: string
}

/** This process. */
export async function ourselves(): Promise<BuildProcess> {
  return { process: process.pid, began: began(), among: await amongWhich() }
}

/** Whether it still runs; undefined for one of another machine or container, of which nobody can tell here. */
export async function isAlive({ process: number, began: time, among }: BuildProcess): Promise<boolean | undefined> {
  if (among !== (await amongWhich())) return undefined
  if (number === process.pid) return time === began()
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    return hasCode(error, "EPERM")
  }
}

/** The process that a note in JSON names, with what else is in it; undefined for what is no such note. */
export function processIn(note: string): (BuildProcess & Readonly<Record<string, unknown>>) | undefined {
  const value = parsed(note)
  if (!isRecord(value)) return undefined
  const { process: number, began: time, among } = value
  if (!Number.isSafeInteger(number) || typeof among !== "string") return undefined
  return { ...value, process: Number(number), began: Number(time), among }
}

function parsed(note: string): unknown {
  try {
    return JSON.parse(note)
  } catch {
    return undefined
  }
}

function began(): number {
  return Math.round(performance.timeOrigin)
}

async function amongWhich(): Promise<string> {
  return `${hostname()} ${await readlink("/proc/self/ns/pid").catch(() => "")}`
}
