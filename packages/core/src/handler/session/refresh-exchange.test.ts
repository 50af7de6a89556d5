import { describe, expect, it } from 'vitest'
import { wireUser } from '../../../tests/handler/scripted-api.ts'
import { user } from '../../../tests/session/sample-user.ts'
import { createClient } from '../../api/index.ts'
import type { RefreshIntent } from '../../session/organization-token.ts'
import { type Session, sessionUser } from '../../session/packed-session.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import type { Fault } from '../events/fault.ts'
import { createRefreshExchange } from './refresh-exchange.ts'

const start = 1_750_000_000_000

const tokenFor = (organization: string | undefined, more: object = {}) => {
  const claims = { sid: 'session_1', org_id: organization, exp: start / 1000 + 300, ...more }
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`
}

const session: Session = {
  accessToken: tokenFor('org_1'),
  refreshToken: 'refresh-1',
  user: { ...user, createdAt: wireUser().created_at },
  startedAt: start,
  rev: 7,
  authenticationMethod: 'Password',
}

const success = (more: object = {}) => ({
  user: wireUser(),
  organization_id: 'org_1',
  access_token: tokenFor('org_1', { jti: 'next' }),
  refresh_token: 'refresh-2',
  ...more,
})

type ApiResponse = {
  status?: number
  body?: object
  headers?: Record<string, string>
  isLost?: boolean
  ms?: number
}

/** The exchange of a refresh token, with these responses of the API in order. */
function exchange(...responses: ApiResponse[]) {
  const clock = manualClock(start)
  const sent: Record<string, unknown>[] = []
  const faults: Fault[] = []
  const client = createClient({
    apiKey: 'sk_test_1',
    clientId: 'client_1',
    baseUrl: 'https://api.example.com',
    clock: { now: () => clock.now() },
    maxRetries: 1,
    async fetch(_, init) {
      sent.push(JSON.parse(String(init?.body)))
      const { status = 200, body = success(), headers, isLost, ms = 0 } = responses.shift() ?? {}
      clock.advance(ms)
      if (isLost) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
      return Response.json(body, { status, headers })
    },
  })
  const run = createRefreshExchange(client, clock, sessionUser, (fault) => faults.push(fault))
  return {
    sent,
    faults,
    run: (intent: RefreshIntent = { kind: 'refresh' }, from: Session = session) => run(from, intent),
  }
}

const refused = (status: number, code: string, more: object = {}): ApiResponse => ({
  status,
  body: { code, message: 'No.', ...more },
})

const toOrchard = { kind: 'switch', organizationId: 'org_2' } as const
const intents: RefreshIntent[] = [{ kind: 'refresh' }, toOrchard, { kind: 'enter', organizationId: 'org_2' }]

describe('the exchange of a refresh token', () => {
  it('requests the organization of the session by its id, and keeps what the response does not mention', async () => {
    const { run, sent } = exchange()
    expect(await run()).toEqual({
      status: 'exchanged',
      session: {
        ...session,
        accessToken: tokenFor('org_1', { jti: 'next' }),
        refreshToken: 'refresh-2',
        refreshedAt: start,
        others: [],
        rev: start,
      },
    })
    expect(sent).toMatchObject([
      { grant_type: 'refresh_token', refresh_token: 'refresh-1', organization_id: 'org_1' },
    ])
  })

  it('requests the organization of the intent, and takes the method and the user of the response', async () => {
    const body = success({
      access_token: tokenFor('org_2'),
      authentication_method: 'SSO',
      user: wireUser({ first_name: 'Nadia' }),
    })
    const { run, sent } = exchange({ body })
    const result = await run(toOrchard)
    expect(result).toMatchObject({
      status: 'exchanged',
      session: { authenticationMethod: 'SSO', user: { firstName: 'Nadia' }, rev: start },
    })
    expect(sent).toMatchObject([{ organization_id: 'org_2' }])
  })

  it.each([
    ['another token', { user: wireUser() }, {}, true],
    [
      'another user profile',
      { access_token: session.accessToken, user: wireUser({ first_name: 'N' }) },
      {},
      true,
    ],
    ['nothing new', { access_token: session.accessToken }, {}, false],
  ])('increases the revision only if the page would see a change: %s', async (_, more, from, isChange) => {
    const { run } = exchange({ body: success(more) })
    const result = await run({ kind: 'refresh' }, { ...session, ...from })
    expect(result).toMatchObject({ status: 'exchanged', session: { rev: isChange ? start : 7 } })
  })

  it('does not change the revision for an additional token, which matters only to its own tab', async () => {
    const body = success({ access_token: tokenFor('org_2') })
    const { run } = exchange({ body })
    expect(await run({ kind: 'enter', organizationId: 'org_2' })).toMatchObject({
      status: 'exchanged',
      session: { rev: 7, accessToken: session.accessToken, refreshToken: 'refresh-2' },
    })
  })

  it('is sent again if its response is lost, because the next refresh token would be lost with it', async () => {
    const { run, sent } = exchange({ isLost: true }, {})
    expect(await run()).toMatchObject({ status: 'exchanged' })
    expect(sent.map(({ refresh_token }) => refresh_token)).toEqual(['refresh-1', 'refresh-1'])
  })

  it('does not make the session that of another user', async () => {
    const { run } = exchange({ body: success({ user: wireUser({ id: 'user_2' }) }) })
    expect(await run()).toEqual({ status: 'unavailable' })
  })

  it.each(intents)(
    'is repeated later, and nothing is lost, if the API does not respond: $kind',
    async (intent) => {
      const { run, faults } = exchange({ isLost: true }, { isLost: true }, { isLost: true })
      expect(await run(intent)).toMatchObject({ status: 'unavailable' })
      expect(faults).toHaveLength(1)
    },
  )

  it.each(
    intents.flatMap((intent) =>
      (
        [
          [429, 'rate_limited', {}],
          [503, 'unavailable', {}],
          [500, 'server_error', {}],
          [401, 'unauthorized', {}],
          [400, 'invalid_client', { error: 'invalid_client' }],
        ] as const
      ).map(([status, code, more]) => [intent.kind, status, code, more, intent] as const),
    ),
  )('is repeated later after a %s with status %s %s', async (_, status, code, more, intent) => {
    const { run } = exchange(refused(status, code, more))
    expect(await run(intent)).toMatchObject({ status: 'unavailable' })
  })

  it('is not repeated before the time that the API asks for', async () => {
    const { run } = exchange({ ...refused(429, 'rate_limited'), headers: { 'retry-after': '17' } })
    expect(await run()).toEqual({ status: 'unavailable', retryAfterSeconds: 17 })
  })

  it('reports what only the operator can fix', async () => {
    const { run, faults } = exchange(refused(401, 'unauthorized'))
    await run()
    expect(faults.map(({ code }) => code)).toEqual(['api_key_refused'])
    const expected = exchange(refused(400, 'invalid_grant', { error: 'invalid_grant' }))
    await expected.run()
    expect(expected.faults).toEqual([])
  })

  it.each(['invalid_grant', 'sso_required', 'mfa_enrollment'])('ends the session after %s', async (code) => {
    const { run, sent } = exchange(refused(400, code, code === 'invalid_grant' ? { error: code } : {}))
    expect(await run()).toEqual({ status: 'ended' })
    expect(sent).toHaveLength(1)
  })

  it('does not end the session after a refusal whose meaning is not known', async () => {
    const { run, sent } = exchange(refused(400, 'code_of_next_year'))
    expect(await run()).toEqual({ status: 'unavailable' })
    expect(sent).toHaveLength(1)
  })

  it.each([
    'entity_not_found',
    'invalid_organization_id',
    'organization_membership_not_found',
    'organization_not_found',
  ])('continues without an organization if the user is no longer a member: %s', async (code) => {
    const { run, sent } = exchange(refused(404, code), {
      body: success({ access_token: tokenFor(undefined) }),
    })
    expect(await run()).toMatchObject({
      status: 'exchanged',
      session: { accessToken: tokenFor(undefined), refreshToken: 'refresh-2' },
    })
    expect(sent.map(({ organization_id }) => organization_id)).toEqual(['org_1', undefined])
  })

  it('takes the organization that the API chooses for a session whose own no longer exists', async () => {
    const body = success({ access_token: tokenFor('org_3') })
    const { run } = exchange(refused(404, 'organization_not_found'), { body })
    expect(await run()).toMatchObject({ status: 'exchanged', session: { accessToken: tokenFor('org_3') } })
  })

  it.each([
    [58_500, 2, 'exchanged'],
    [58_501, 1, 'unavailable'],
  ])(
    'is not started again with less than 1.5 seconds left: after %s ms there are %s calls',
    async (ms, calls, status) => {
      const { run, sent } = exchange({ ...refused(404, 'organization_not_found'), ms }, {})
      expect(await run()).toMatchObject({ status })
      expect(sent).toHaveLength(calls)
    },
  )

  it.each(['entity_not_found', 'organization_not_found', 'organization_membership_not_found'])(
    'ends a session without an organization after %s, which is then about the user',
    async (code) => {
      const { run, sent } = exchange(refused(404, code))
      expect(await run({ kind: 'refresh' }, { ...session, accessToken: tokenFor(undefined) })).toEqual({
        status: 'ended',
      })
      expect(sent).toHaveLength(1)
    },
  )

  it.each([
    [refused(404, 'organization_not_found'), 'invalid_organization_id', 400],
    [refused(403, 'organization_membership_not_found'), 'invalid_organization_id', 400],
    [refused(400, 'code_of_next_year'), 'unknown', 400],
  ])('refuses to change the organization, and keeps the session: %j', async (response, code, status) => {
    const { run, sent } = exchange(response)
    expect(await run(toOrchard)).toMatchObject({ status: 'refused', refusal: { status, error: { code } } })
    expect(sent).toHaveLength(1)
  })

  it('ends the session if its token turns out to be revoked while the organization is changed', async () => {
    const { run } = exchange(refused(400, 'invalid_grant', { error: 'invalid_grant' }))
    expect(await run(toOrchard)).toEqual({ status: 'ended' })
  })

  const step = (code: string, more: object): ApiResponse => refused(403, code, { ...more, user: wireUser() })
  const steps = [
    [
      step('sso_required', { email: 'nadia@orchard.example', connection_ids: ['conn_1'] }),
      'reauthentication_required',
      403,
    ],
    [step('mfa_enrollment', { pending_authentication_token: 'p' }), 'reauthentication_required', 403],
    [
      step('organization_selection_required', { pending_authentication_token: 'p', organizations: [] }),
      'forbidden',
      403,
    ],
  ] as const

  it.each(steps)('explains which step an organization requires: %j', async (response, code, status) => {
    expect(await exchange(response).run(toOrchard)).toMatchObject({
      status: 'refused',
      refusal: { status, error: { code } },
    })
  })

  it.each(steps)('ends a session for which the API requires a step: %j', async (response) => {
    expect(await exchange(response).run()).toEqual({ status: 'ended' })
  })

  it('passes on an error of our own code', async () => {
    const run = createRefreshExchange(
      createClient({
        apiKey: 'sk_test_1',
        clientId: 'client_1',
        fetch: async () => Response.json(success()),
      }),
      manualClock(start),
      () => {
        throw new RangeError('own')
      },
      () => {},
    )
    await expect(run(session, { kind: 'refresh' })).rejects.toThrow(RangeError)
  })
})
