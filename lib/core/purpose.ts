/** What an app is built for: to be run, or to have its tests run. */
export type Purpose = "production" | "test"
