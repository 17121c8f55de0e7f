import type { Env } from "../core/env.ts"

/** Seconds a request may take. */
export interface TimeLimits {
  /** Until the answer begins. */
  readonly answer: number
  /** Between two parts of the body. */
  readonly stall: number
  /** From beginning to end; absent for no limit. */
  readonly overall?: number
}

/** What was not done in time. */
export interface Overrun {
  readonly what: string
  readonly seconds: number
}

/** The limits, with those of the variables that curl-based buildpacks have. */
export function timeLimits(env: Env): TimeLimits {
  const overall = seconds(env.CURL_TIMEOUT)
  return { answer: seconds(env.CURL_CONNECT_TIMEOUT) ?? 30, stall: 30, ...(overall && { overall }) }
}

/** The limits of a request that is only worth so many seconds. */
export function brief(seconds: number): TimeLimits {
  return { answer: seconds, stall: seconds, overall: seconds }
}

/** Watches one request: `signal` is aborted with an `Overrun` as its reason when a limit is exceeded. */
export function watch(limits: TimeLimits): { readonly signal: AbortSignal; alive(): void; stop(): void } {
  const controller = new AbortController()
  const after = (limit: number, what: string): NodeJS.Timeout =>
    setTimeout(() => controller.abort({ what, seconds: limit } satisfies Overrun), limit * 1000)
  const overall = limits.overall === undefined ? undefined : after(limits.overall, "It was not complete")
  let current = after(limits.answer, "The server did not answer")
  let answered = false
  return {
    signal: controller.signal,
    alive: () => {
      if (answered) {
        current.refresh()
        return
      }
      answered = true
      clearTimeout(current)
      current = after(limits.stall, "No more data came")
    },
    stop: () => {
      clearTimeout(current)
      clearTimeout(overall)
    },
  }
}

/** Which limit aborted the signal, if one did. */
export function overrun(signal: AbortSignal): Overrun | undefined {
  return signal.aborted ? (signal.reason as Overrun) : undefined
}

function seconds(text: string | undefined): number | undefined {
  const number = Number(text)
  return number > 0 && Number.isFinite(number) ? number : undefined
}
