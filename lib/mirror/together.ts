/**
 * Runs all tasks side by side and waits for all to end. After a failure the others' signal is aborted, and the first
 * error is thrown.
 */
export async function together(
  tasks: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal?: AbortSignal,
): Promise<void> {
  const abort = new AbortController()
  const either = signal ? AbortSignal.any([abort.signal, signal]) : abort.signal
  await Promise.all(tasks.map((task) => task(either).catch((error: unknown) => abort.abort(error))))
  signal?.throwIfAborted()
  abort.signal.throwIfAborted()
}
