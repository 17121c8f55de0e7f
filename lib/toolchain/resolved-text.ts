import { isRecord } from "../core/record.ts"
import type { PassedOver, RuntimeName } from "../core/runtime.ts"
import type { LockedRuntime } from "../versions/lock.ts"
import { parseLockOrNothing } from "../versions/lock-parse.ts"
import { lockText } from "../versions/lock-text.ts"

/** What a build resolved: what a lock would have, and what nobody else than the next build wants to know. */
export interface Resolved {
  readonly lock: readonly LockedRuntime[]
  readonly remarks: Remarks
}

type Remarks = Readonly<Partial<Record<RuntimeName, Remark>>>

/** What the log says of a version. */
export interface Remark {
  /** Why it was taken when nobody asked: `newest that fits`. */
  readonly why?: string | undefined
  readonly passedOver?: readonly PassedOver[] | undefined
}

/** As the cache keeps it. */
export function resolvedText({ lock, remarks }: Resolved): string {
  return JSON.stringify({ lock: lockText(lock), remarks })
}

/** Nothing for what is damaged, or of another version of beampack. */
export async function parseResolved(text: string | undefined): Promise<Resolved> {
  const { lock, remarks } = parseRecord(text ?? "")
  return {
    lock: await parseLockOrNothing(typeof lock === "string" ? lock : undefined),
    remarks: isRecord(remarks)
      ? Object.fromEntries(Object.entries(remarks).map(([name, remark]) => [name, readRemark(remark)]))
      : {},
  }
}

function parseRecord(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

function readRemark(value: unknown): Remark {
  const { why, passedOver } = isRecord(value) ? value : {}
  return {
    ...(typeof why === "string" && { why }),
    ...(Array.isArray(passedOver) && { passedOver: passedOver.filter(isPassedOver) }),
  }
}

function isPassedOver(value: unknown): value is PassedOver {
  return isRecord(value) && typeof value.version === "string" && typeof value.why === "string"
}
