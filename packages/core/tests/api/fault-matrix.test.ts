import { describe, expect, it } from 'vitest'
import { type Client, createClient, type Fetch, type FetchInit } from '../../src/api/index.ts'
import { ApiError, TransportError } from '../../src/errors/index.ts'
import { type ManualClock, manualClock } from '../../src/testing/manual-clock.ts'
import * as bodies from './bodies.ts'

const failing = (code: string) => () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) })
}
const responding =
  (status: number, body: BodyInit | null, headers: Record<string, string> = {}) =>
  () =>
    new Response(body, { status, headers })
const breaking = () =>
  new Response(
    new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"id":'))
        controller.error(Object.assign(new TypeError('terminated'), { code: 'UND_ERR_SOCKET' }))
      },
    }),
  )
const message = JSON.stringify({ message: 'Try later' })

type Fault = (clock: ManualClock) => Response | Promise<Response>

/** Faults that occur before the API receives the request. */
const before: Record<string, Fault> = {
  'connection refused': failing('ECONNREFUSED'),
  'name not found': failing('ENOTFOUND'),
  'connection timeout': failing('UND_ERR_CONNECT_TIMEOUT'),
}

/** Faults that occur after the API has processed the request. */
const after: Record<string, Fault> = {
  'connection reset': failing('ECONNRESET'),
  'connection closed by the peer': failing('UND_ERR_SOCKET'),
  'broken pipe': failing('EPIPE'),
  'a thrown string': () => {
    throw 'no'
  },
  'connection lost in the middle of the body': breaking,
  'no response at all': (clock) => {
    queueMicrotask(() => clock.advance(10_000))
    return new Promise(() => {})
  },
  '408': responding(408, message),
  '429': responding(429, message),
  '429 with Retry-After': responding(429, message, { 'retry-after': '2' }),
  '429 with an excessive Retry-After': responding(429, message, { 'retry-after': '-99999999999999999999' }),
  '500': responding(500, message),
  '500 in the OAuth shape': responding(500, '{"error":"server_error","error_description":"x"}'),
  '502 with HTML': responding(502, '<html>'),
  '503 with an empty body': responding(503, null),
  '504 with a list': responding(504, '["x"]'),
  '401 from a proxy': responding(401, '<html>'),
  '407 from a proxy': responding(407, null),
  '200 from a captive portal': responding(200, '<html>Welcome'),
  '200 with an empty body': responding(200, ''),
  '200 with a truncated body': responding(200, '{"id":"us'),
  '302 to a sign-in page': responding(302, null, { location: 'https://portal.example' }),
}

const { user, organization, membership, invitation, session, signedIn } = bodies

/** The response of the API without a fault. */
const calls: Record<string, [(client: Client) => Promise<unknown>, unknown]> = {
  getUser: [(c) => c.getUser({ userId: user.id }), user],
  listUsers: [(c) => c.listUsers(), bodies.listOf(user)],
  createUser: [(c) => c.createUser({ email: user.email }), user],
  updateUser: [(c) => c.updateUser({ userId: user.id, firstName: 'N' }), user],
  deleteUser: [(c) => c.deleteUser({ userId: user.id }), ''],
  createOrganization: [(c) => c.createOrganization({ name: 'Orchard' }), organization],
  createOrganizationMembership: [
    (c) => c.createOrganizationMembership({ userId: user.id, organizationId: organization.id }),
    membership,
  ],
  sendInvitation: [(c) => c.sendInvitation({ email: 'tomas@orchard.example' }), invitation],
  revokeSession: [(c) => c.revokeSession({ sessionId: session.id }), ''],
  authenticateWithPassword: [
    (c) => c.authenticateWithPassword({ email: user.email, password: 'p' }),
    signedIn,
  ],
  authenticateWithCode: [(c) => c.authenticateWithCode({ code: 'abc' }), signedIn],
  authenticateWithRefreshToken: [(c) => c.authenticateWithRefreshToken({ refreshToken: 'abc' }), signedIn],
}

/** An API that fails the first `times` attempts, and counts the effects, once for each idempotency key. */
function service(fault: Fault, arrives: boolean, times: number, response: unknown) {
  const clock = manualClock(0)
  const effects: string[] = []
  let tries = 0
  const takeEffect = (init: FetchInit) => {
    const key = init.headers['idempotency-key']
    if (key === undefined || !effects.includes(key)) effects.push(key ?? init.method)
  }
  const fetch: Fetch = async (_url, init) => {
    tries++
    if (tries > times) {
      takeEffect(init)
      return new Response(typeof response === 'string' ? response : JSON.stringify(response))
    }
    if (arrives) takeEffect(init)
    return fault(clock)
  }
  const client = createClient({
    apiKey: 'sk_test_1',
    clientId: 'client_1',
    fetch,
    clock,
    onEvent: (event) => {
      if (event.type === 'retry') queueMicrotask(() => clock.advance(event.waitMs))
    },
  })
  return { client, effects, tries: () => tries }
}

describe.each(Object.entries({ ...before, ...after }))('Q1 %s', (name, fault) => {
  it.each(Object.entries(calls))(
    '%s returns its response or fails with a typed error, and takes effect once',
    async (operation, [call, response]) => {
      for (const times of [1, 2, 3]) {
        const { client, effects, tries } = service(fault, name in after, times, response)
        const error = await call(client).then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        if (error !== undefined) {
          expect(error instanceof ApiError || error instanceof TransportError).toBe(true)
          // None of these faults means that the API ended a session.
          expect((error as ApiError).code).not.toMatch(/^(invalid_grant|unauthorized)$/)
        }
        if (name in before && times < 3) expect(error).toBeUndefined()
        const repeatable = /^(get|list|update|delete)/.test(operation)
        if (!repeatable) expect(new Set(effects).size).toBe(effects.length)
        if (!repeatable) expect(effects.length).toBeLessThanOrEqual(1)
        expect(tries()).toBeLessThanOrEqual(3)
      }
    },
  )
})
