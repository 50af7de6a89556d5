/**
 * Takes an event for this receiver: `true` the first time, `false` for one that was taken before. It must decide
 * and remember in one step, so that of two deliveries at once only one is the first.
 */
export type ClaimEvent = (eventId: string) => boolean | Promise<boolean>

/**
 * A {@link ClaimEvent} that remembers the last `limit` events in this process. Where several processes receive,
 * pass one that inserts into a shared table with a unique key instead.
 */
export function claimInMemory(limit = 10_000): ClaimEvent {
  const claimed = new Set<string>()
  return (eventId) => {
    if (claimed.has(eventId)) return false
    claimed.add(eventId)
    if (claimed.size > limit) claimed.delete(claimed.values().next().value as string)
    return true
  }
}
