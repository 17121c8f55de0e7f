import { inject, onTestFinished } from "vitest"
import { assignments } from "./assignments.ts"
import { type Ended, startContainer } from "./docker.ts"
import { dynoEnv } from "./dyno.ts"
import { type Build, type BuildOptions, type HerokuApp, platform, startHooks, user } from "./heroku.ts"

/** A run of an app's tests. */
export interface TestRun {
  /** How bin/test-compile ended. */
  readonly setUp: Build
  /** How bin/test ended; undefined when the app was not ready for it. */
  readonly tests: Ended | undefined
}

/** What CI has in its environment in addition to config vars. */
const ci = { CI: "true" } as const

/** Runs bin/test-compile, BUILD_DIR being /app, and bin/test of the last buildpack with .profile.d and config vars loaded. */
export async function testApp(app: HerokuApp, options: BuildOptions): Promise<TestRun> {
  const env = { ...ci, ...options.env }
  const built = await startHooks("test-compile", app, { ...options, env, buildDir: "/app", cache: app.testCache })
  const setUp = await built.done
  if (setUp.exitCode !== 0) return { setUp, tests: undefined }
  const { images, network } = inject("stack")
  const container = startContainer({
    image: images.build,
    user,
    workdir: "/app",
    command: [
      "env",
      "-i",
      ...assignments({ ...dynoEnv, ...ci, ...options.vars }),
      "bash",
      "/platform/dyno.sh",
      "/buildpack/bin/test /app /tmp/env",
    ],
    mounts: [
      ...network.mounts,
      platform,
      { from: setUp.dir, to: "/app" },
      { from: setUp.envDir, to: "/tmp/env", readOnly: true },
      { from: options.buildpacks.at(-1) ?? "", to: "/buildpack", readOnly: true },
    ],
  })
  onTestFinished(container.remove)
  return { setUp, tests: await container.ended }
}
