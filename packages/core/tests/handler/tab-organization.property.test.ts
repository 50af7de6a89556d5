import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SignedInPayload } from '../../src/index.ts'
import { createAuthHandler, memoryCoordinator } from '../../src/server.ts'
import { appOrigin, cookieSecret } from './fixture.ts'
import { advance, MINUTE, signedInFixture } from './signed-in-fixture.ts'

type Step =
  /** Tabs send requests at the same time with one cookie. Each has the number of its organization, or -1 for the session's. */
  | { kind: 'ask'; tabs: { organization: number; instance: number }[]; stored: number }
  | { kind: 'switch'; organization: number; instance: number }
  | { kind: 'wait'; minutes: number }

const instance = fc.nat(1)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: askStep() },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('switch' as const), organization: fc.nat(2), instance }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.nat(7) }) },
)

function askStep(): fc.Arbitrary<Step> {
  const tab = fc.record({ organization: fc.integer({ min: -1, max: 2 }), instance })
  return fc.record({
    kind: fc.constant('ask' as const),
    tabs: fc.array(tab, { minLength: 1, maxLength: 6 }),
    stored: fc.nat(5),
  })
}

it('F1 each tab keeps its organization and no user is signed out, whatever tabs do in parallel on two instances', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const coordinator = memoryCoordinator({ clock: { now: () => clock.now() } })
      const fixture = await signedInFixture({ coordinator })
      await using _ = fixture.emulator
      const { client, driver, user, clock } = fixture
      const other = createAuthHandler({ client, appOrigin, cookieSecret, clock, coordinator })
      const instances = [fixture.handler, other] as const
      const organizations: string[] = []
      for (const name of ['Harbour', 'Meadow', 'Orchard']) {
        const { id } = await client.createOrganization({ name })
        await client.createOrganizationMembership({ organizationId: id, userId: user.id })
        organizations.push(id)
      }
      let home = organizations[0] as string
      await driver.send('POST', '/organization/switch', { organizationId: home })

      function request(at: number, path: string, organizationId: string | undefined, body?: object) {
        const headers = new Headers({ cookie: driver.jar.header() ?? '', 'sec-fetch-site': 'same-origin' })
        headers.set('content-type', 'application/json')
        if (organizationId) headers.set('latchkey-organization', organizationId)
        const init = body && { method: 'POST', body: JSON.stringify(body) }
        return instances[at as 0 | 1].handle(new Request(`${appOrigin}/auth${path}`, { ...init, headers }))
      }

      for (const one of steps) {
        if (one.kind === 'wait') await advance(fixture, one.minutes * MINUTE)
        else if (one.kind === 'switch') {
          home = organizations[one.organization] as string
          const response = await request(one.instance, '/organization/switch', undefined, {
            organizationId: home,
          })
          expect(response.status).toBe(200)
          driver.jar.store(response.headers.getSetCookie())
        } else {
          const responses = await Promise.all(
            one.tabs.map((tab) => request(tab.instance, '/session', organizations[tab.organization])),
          )
          const seen = await Promise.all(responses.map(async (it) => (await it.json()) as SignedInPayload))
          expect(
            seen.map(({ status, organizationId, stale }) => ({ status, organizationId, stale })),
          ).toEqual(
            one.tabs.map((tab) => ({
              status: 'signed-in',
              organizationId: organizations[tab.organization] ?? home,
              stale: false,
            })),
          )
          expect(seen.every(({ expiresAt }) => expiresAt > clock.now())).toBe(true)
          // Responses can overtake each other: any of them can be the last one that the browser stores.
          const last = one.stored % responses.length
          for (const response of [...responses.slice(last + 1), ...responses.slice(0, last + 1)])
            driver.jar.store(response.headers.getSetCookie())
        }
      }
    }),
    { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 25) },
  )
}, 60_000)
