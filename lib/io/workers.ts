// As many as Node has threads for files, and one to wait for them.
const WORKERS = 5

/** Does the work for each item, few at a time. Begins no more after a failure, and throws the first one. */
export async function eachOf<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
  workers = WORKERS,
): Promise<void> {
  const left = [...items].values()
  const worker = async (): Promise<void> => {
    // All of them take from the one iterator.
    for (const item of left) {
      await work(item).catch((error: unknown) => {
        while (!left.next().done);
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
}
