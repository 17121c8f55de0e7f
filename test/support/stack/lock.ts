import { once } from "node:events"
import { execa } from "execa"

/** A lock that is given back by `release`, and by the system when we are killed. */
export interface Lock {
  release(): Promise<void>
}

/** Waits for a lock on a file, which is made when it is not there. Many can share one, or one can have it alone. */
export async function lock(file: string, mode: "shared" | "exclusive"): Promise<Lock> {
  // Held by a program that ends with its standard input, and so with us.
  const holder = execa("flock", [`--${mode}`, file, "sh", "-c", "echo held; cat"], { buffer: false, reject: false })
  await Promise.race([once(holder.stdout, "data"), holder.then(() => Promise.reject(new Error(`no lock on ${file}`)))])
  return {
    release: async () => {
      holder.stdin.end()
      await holder
    },
  }
}

/** Does work that only one can do at a time. */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const { release } = await lock(file, "exclusive")
  try {
    return await work()
  } finally {
    await release()
  }
}

/** Runs a command unless somebody holds the lock. Returns whether it was run. */
export async function unlessLocked(file: string, command: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa("flock", ["--exclusive", "--nonblock", file, ...command], { reject: false })
  return exitCode === 0
}
