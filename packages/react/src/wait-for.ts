/** A promise that has come to its end, marked as React marks those it has seen. */
type Seen<T> = Promise<T> & { status?: 'fulfilled' | 'rejected'; value?: T; reason?: unknown }

/**
 * What a promise came to. Suspends the component until then: as `use` of React 19, which React 18 does not have.
 *
 * @throws the promise itself while it is under way; React waits for it.
 */
export function waitFor<T>(promise: Promise<T>): T {
  const seen = promise as Seen<T>
  if (seen.status === 'fulfilled') return seen.value as T
  if (seen.status === 'rejected') throw seen.reason
  throw seen.then(
    (value) => void Object.assign(seen, { status: 'fulfilled', value }),
    (reason) => void Object.assign(seen, { status: 'rejected', reason }),
  )
}
