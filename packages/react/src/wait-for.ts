/** A settled promise, marked as React marks the promises that it has seen settle. */
type Seen<T> = Promise<T> & { status?: 'fulfilled' | 'rejected'; value?: T; reason?: unknown }

/**
 * Returns the result of a promise and suspends the component until then, like `use` of React 19, which React 18 does not have.
 *
 * @throws the promise itself while it is pending; React waits for it.
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
