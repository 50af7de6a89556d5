/**
 * Claims an event for this receiver: `true` the first time, `false` for a repeated delivery. It must check and record in one
 * atomic step, so that of two simultaneous deliveries only one is the first.
 */
export type ClaimEvent = (eventId: string) => boolean | Promise<boolean>

/**
 * Creates a {@link ClaimEvent} that remembers the last `limit` events in this process. If several processes receive events,
 * pass your own function that inserts into a shared table with a unique key instead.
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
