import type { Refresher } from './refresher.ts'

/**
 * A refresher that uses the results of other requests but exchanges no tokens itself, for responses that cannot store a
 * new session.
 */
export const withoutExchange = <Refusal>(refresher: Refresher<Refusal>): Refresher<Refusal> => ({
  ...refresher,
  async refresh(session) {
    const newer = await refresher.newest(session).catch(() => undefined)
    return newer === undefined ? { status: 'unavailable' } : { status: 'exchanged', session: newer }
  },
  enterOrganization: async () => ({ status: 'unavailable' }),
})
