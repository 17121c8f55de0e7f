import type { EnvDelta } from "../core/env.ts"
import { type Places, withMarks, withoutMarks } from "../core/places.ts"

/** Deltas whose values have marks for the folders of a build. */
export function deltasWithMarks(deltas: readonly EnvDelta[], places: Places): readonly EnvDelta[] {
  return deltas.map((delta) => withValue(delta, withMarks(delta.change.value, places)))
}

/** The same with the folders where they are now. */
export function deltasWithoutMarks(deltas: readonly EnvDelta[], places: Places): readonly EnvDelta[] {
  return deltas.map((delta) => withValue(delta, withoutMarks(delta.change.value, places)))
}

function withValue(delta: EnvDelta, value: string): EnvDelta {
  return { ...delta, change: { ...delta.change, value } }
}
