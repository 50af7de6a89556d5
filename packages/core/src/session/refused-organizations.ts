import type { Clock } from '../base/clock.ts'
import { createRecent } from './recent.ts'
import type { RefreshResult } from './refresh-result.ts'

/** How long the API's refusal of an organization is remembered. */
const REFUSAL_MS = 15_000

/** The organizations that the API refused to sessions lately, so that it is not asked at every request of a tab. */
export interface RefusedOrganizations<Refusal> {
  get(sessionId: string, organizationId: string): Refusal | undefined
  /** Remembers a refusal, and forgets it when the API changes its mind. */
  note(sessionId: string, organizationId: string, result: RefreshResult<Refusal>): void
  forget(sessionId: string, organizationId: string): void
}

/** @param maximum Refusals that are remembered at most; at least half as many stay remembered. */
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
