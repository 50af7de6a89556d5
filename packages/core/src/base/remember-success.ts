/**
 * Calls `load` when its result is first needed, once for all callers. A failure is not cached: the next call tries
 * again.
 */
export function rememberSuccess<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((cause: unknown) => {
      loading = undefined
      throw cause
    })
    return loading
  }
}
