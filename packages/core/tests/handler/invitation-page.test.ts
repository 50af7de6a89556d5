import { describe, expect, it } from 'vitest'
import { DEFAULT_OFFER } from '../../src/flow/index.ts'
import { describeInvitation } from '../../src/handler/flow/invitation.ts'
import type { HandlerContext } from '../../src/handler/route/handler-context.ts'
import type { RouteRequest } from '../../src/handler/route/route.ts'
import { type ApiResponse, scriptedApi, wireInvitation, wireOrganization } from './scripted-api.ts'

const EMAIL = 'nadia@orchard.example'
const BY_TOKEN = 'GET /user_management/invitations/by_token/token_1'
const ORGANIZATION = 'GET /organizations/org_1'

const invitation = (more: object = {}) => wireInvitation({ organization_id: 'org_1', ...more })

/** The page of an invitation for a visitor, or for the user with this address. */
async function shown(
  responses: Record<string, ApiResponse>,
  email?: string,
  token: string | undefined = 'token_1',
) {
  const { client, calls } = scriptedApi(responses)
  const auth = email === undefined ? { status: 'signed-out' } : { status: 'signed-in', user: { email } }
  const offer = {
    ...DEFAULT_OFFER,
    signUpNames: { lastName: false } as const,
    passwordRules: { minLength: 12 },
  }
  const page = await describeInvitation(
    token,
    { session: async () => auth } as unknown as RouteRequest,
    { client, offer } as unknown as HandlerContext,
  )
  return { ...page, calls: calls() }
}

const notFound = { step: { name: 'invitation', email: '', state: 'not-found' }, values: {} }

describe('the page of an invitation', () => {
  it('shows the address, the organization, and what its sign-up form asks for', async () => {
    expect(await shown({ [BY_TOKEN]: invitation(), [ORGANIZATION]: wireOrganization() })).toEqual({
      step: {
        name: 'invitation',
        email: EMAIL,
        state: 'pending',
        organizationName: 'Orchard',
        mayAccept: undefined,
        signedInAs: undefined,
        signUpNames: { lastName: false },
        signUpFields: undefined,
        passwordRules: { minLength: 12 },
      },
      values: { email: EMAIL },
      calls: [BY_TOKEN, ORGANIZATION],
    })
  })

  it('is the same without the name of an organization that cannot be read, or if there is none', async () => {
    const down = await shown({ [BY_TOKEN]: invitation(), [ORGANIZATION]: { status: 500, body: {} } })
    expect(down.step).toMatchObject({ state: 'pending', organizationName: undefined })
    const none = await shown({ [BY_TOKEN]: invitation({ organization_id: null }) })
    expect([none.step, none.calls]).toMatchObject([
      { state: 'pending', organizationName: undefined },
      [BY_TOKEN],
    ])
  })

  it('says whether the signed-in user is the invited one, in any spelling of the address', async () => {
    const responses = { [BY_TOKEN]: invitation(), [ORGANIZATION]: wireOrganization() }
    expect((await shown(responses, 'NADIA@Orchard.example')).step).toMatchObject({
      mayAccept: true,
      signedInAs: undefined,
    })
    expect((await shown(responses, 'omar@orchard.example')).step).toMatchObject({
      mayAccept: false,
      signedInAs: 'omar@orchard.example',
    })
  })

  it('shows nothing for a token that does not exist or cannot be one', async () => {
    for (const [token, response, calls] of [
      ['token_1', { status: 404, body: { code: 'entity_not_found', message: 'No.' } }, 1],
      ['token_1', { status: 400, body: { code: 'code_of_next_year', message: 'No.' } }, 1],
      ['', invitation(), 0],
      ['a/b', invitation(), 0],
    ] as const) {
      const page = await shown({ [BY_TOKEN]: response }, undefined, token)
      expect(page).toMatchObject(notFound)
      expect(page.calls).toHaveLength(calls)
    }
  })

  it.each([
    [{ status: 500, body: { code: 'server_error', message: 'No.' } }],
    [{ status: 429, body: { code: 'rate_limit_exceeded', message: 'No.' } }],
    ['no response' as const],
  ])('is an outage, and not an invitation that does not exist: %j', async (response) => {
    await expect(shown({ [BY_TOKEN]: response })).rejects.toThrow()
  })
})
