/** What several steps of a build use, each started once: by whoever asks first. */
export interface Lasting {
  /** What `make` makes: the same for all who ask with the same function. */
  of<T extends AsyncDisposable>(make: () => T): T
}

/** Does work for which things may last, and ends all of them afterwards, however it went. */
export async function withLasting<T>(work: (lasting: Lasting) => Promise<T>): Promise<T> {
  const made = new Map<() => AsyncDisposable, AsyncDisposable>()
  try {
    return await work({
      of: <T extends AsyncDisposable>(make: () => T): T => {
        // What is noted for a function is what it has made.
        const one = (made.get(make) as T | undefined) ?? make()
        made.set(make, one)
        return one
      },
    })
  } finally {
    await Promise.all([...made.values()].map((one) => one[Symbol.asyncDispose]()))
  }
}
