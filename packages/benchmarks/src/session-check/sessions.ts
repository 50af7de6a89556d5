import type { Operation } from '../harness/column.ts'

/** The number of sessions that take turns if their tokens must be known. */
export const FEW = 100

/** Fewer sessions than there are, so that each returns only after the cache has dropped it. */
export const REMEMBERED = 1_000

/** A new string, as a server's parser creates one for each request, because engines cache properties of existing strings. */
export const fresh = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

/** Rotates, so that each operation is for the next user. */
export function inTurn<T>(items: readonly T[], operation: (item: T) => unknown): Operation {
  let next = 0
  return () => {
    const item = items[next] as T
    next = (next + 1) % items.length
    return operation(item)
  }
}
