import type { Clock } from '../base/clock.ts'
import { createRecent } from './recent.ts'
import type { RefreshResult } from './refresh-result.ts'

/** How long a refused organization is remembered. */
const REFUSAL_MS = 15_000

/**
 * The organizations that the API recently refused to sessions, so that a pinned tab does not call the API with every
 * request.
 */
export interface RefusedOrganizations<Refusal> {
  get(sessionId: string, organizationId: string): Refusal | undefined
  /** Remembers a refusal, or removes it once the API allows the organization. */
  note(sessionId: string, organizationId: string, result: RefreshResult<Refusal>): void
  forget(sessionId: string, organizationId: string): void
}

/** @param maximum The maximum number of refusals to remember. At least the most recent half is kept. */
export function createRefusedOrganizations<Refusal>(
  clock: Clock,
  maximum: number,
): RefusedOrganizations<Refusal> {
  const refusals = createRecent<{ until: number; refusal: Refusal }>(maximum)
  const nameOf = (sessionId: string, organizationId: string) => `${sessionId} ${organizationId}`

  return {
    get(...of) {
      const known = refusals.get(nameOf(...of))
      return known && known.until > clock.now() ? known.refusal : undefined
    },
    note(sessionId, organizationId, result) {
      const name = nameOf(sessionId, organizationId)
      if (result.status === 'exchanged') refusals.delete(name)
      if (result.status === 'refused')
        refusals.set(name, { until: clock.now() + REFUSAL_MS, refusal: result.refusal })
    },
    forget: (...of) => refusals.delete(nameOf(...of)),
  }
}
