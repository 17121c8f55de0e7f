/** The day on which the builds of the tests take place, so that no log changes with the calendar: 2025-12-01. */
export const testDay = { SOURCE_DATE_EPOCH: "1764547200" } as const
