import { describe, expect, it } from 'vitest'
import { signedInPayload, signedOutPayload } from './fake-page.ts'
import { type InitialAuth, readInitialAuth } from './initial-auth.ts'

const IN = { ...signedInPayload(), organizationId: 'org_1' }
const REFUSED = { ...signedInPayload(), organizationId: null, refusedOrganizationId: 'org_2' }
const OUT = signedOutPayload()

describe('readInitialAuth', () => {
  const ROWS: [string, InitialAuth, string | undefined, InitialAuth][] = [
    ['nothing', undefined, undefined, undefined],
    ['null', null, undefined, undefined],
    ['a session on a page that follows its organization', IN, undefined, IN],
    ['a session in the organization of the page', IN, 'org_1', IN],
    ['no session for another organization', IN, 'org_2', undefined],
    ['a refusal for the organization of the page', REFUSED, 'org_2', REFUSED],
    ['a signed-out state for any organization', OUT, 'org_2', OUT],
  ]

  it.each(ROWS)('reads %s', async (_, initialAuth, organizationId, known) => {
    expect(readInitialAuth(initialAuth, { organizationId })).toEqual({ known })
    if (initialAuth === undefined) return
    const { promised } = readInitialAuth(Promise.resolve(initialAuth), { organizationId })
    expect(await promised).toEqual(known)
  })

  it('returns no session if the promise rejects', async () => {
    expect(await readInitialAuth(Promise.reject(new Error('offline')), {}).promised).toBeUndefined()
  })

  it('reads the result of a promise for the organization that the page has at that time', async () => {
    const endpoint: { organizationId?: string } = { organizationId: 'org_2' }
    const { promised } = readInitialAuth(Promise.resolve(IN), endpoint)
    endpoint.organizationId = 'org_1'
    expect(await promised).toEqual(IN)
  })
})
