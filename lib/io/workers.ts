// As many as Node has threads for files, and one to wait for them.
const WORKERS = 5

/** Does the work for each item, few at a time. After a failure begins no more, waits for what has begun, and throws the first. */
export async function eachOf<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
  workers = WORKERS,
): Promise<void> {
  const left = [...items].values()
  let failure: { readonly error: unknown } | undefined
  const worker = async (): Promise<void> => {
    // All of them take from the one iterator.
    for (const item of left) {
      await work(item).catch((error: unknown) => {
        failure ??= { error }
        while (!left.next().done);
      })
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  if (failure !== undefined) throw failure.error
}
