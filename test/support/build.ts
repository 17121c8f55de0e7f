/** Compiles the three trees before the tests, which run their hooks as a platform would. */
export async function setup(): Promise<void> {
  await import("../../scripts/build.ts")
}
