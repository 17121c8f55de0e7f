import { defineConfig } from "vitest/config"

const stack = "test/stack/**/*.test.ts"
const pack = "test/pack/**/*.test.ts"

export default defineConfig({
  test: {
    setupFiles: ["test/support/clean-env.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          include: ["test/**/*.test.ts"],
          exclude: [stack, pack],
          globalSetup: ["test/support/build.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 3,
        },
      },
      {
        // Real builds in the images of a platform. Its set-up needs docker, and minutes when nothing has been made yet.
        extends: true,
        test: {
          name: "stack",
          include: [stack],
          globalSetup: ["test/support/stack/setup.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Builds by the real pack and lifecycle, which whoever runs these tests brings along.
        extends: true,
        test: {
          name: "pack",
          include: [pack],
          globalSetup: ["test/support/pack/setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
