import type { Operation } from '../harness/column.ts'

/** Sessions that take turns where tokens are to be known already. */
export const FEW = 100

/** Fewer sessions than there are, where each is to come back when it has been forgotten. */
export const REMEMBERED = 1_000

/** A new string, as a server's parser makes one for each request: engines remember much about old ones. */
export const fresh = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

/** Goes round, so that each operation is for the next person. */
export function inTurn<T>(items: readonly T[], operation: (item: T) => unknown): Operation {
  let next = 0
  return () => {
    const item = items[next] as T
    next = (next + 1) % items.length
    return operation(item)
  }
}
