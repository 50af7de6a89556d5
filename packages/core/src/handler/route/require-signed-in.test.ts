import { describe, expect, it } from 'vitest'
import type { Auth, SignedIn } from '../../session/auth.ts'
import { RouteError } from '../failures/route-error.ts'
import type { HandlerContext } from './handler-context.ts'
import { requireOwn } from './impersonation.ts'
import { ofBrowser } from './of-browser.ts'
import { requireFresh, requireSignedIn } from './require-signed-in.ts'
import type { RouteRequest } from './route.ts'

const now = 1_750_000_000_000

const auth = (more: object = {}) =>
  ({ status: 'signed-in', roles: [], permissions: [], authenticatedAt: now, ...more }) as unknown as SignedIn

const context = (more: object = {}) =>
  ({
    clock: { now: () => now },
    freshAuthenticationMs: 600_000,
    impersonationMay: new Set(),
    ...more,
  }) as unknown as HandlerContext

const impersonator = { email: 'support@example.com', reason: null }

function failureOf(work: () => unknown) {
  try {
    return work()
  } catch (cause) {
    return cause instanceof RouteError ? cause.failure : cause
  }
}

const requested = async (given: object) => {
  const work = requireSignedIn({ session: async () => given as Auth })
  return work.catch((cause: unknown) => (cause as RouteError).failure)
}

describe('a route for signed-in users', () => {
  it('gets the user', async () => {
    expect(await requested(auth())).toEqual(auth())
  })

  it('refuses other visitors, and asks them to come back while a session cannot be checked', async () => {
    expect(await requested({ status: 'signed-out', reason: 'none' })).toEqual({
      status: 401,
      error: { code: 'reauthentication_required' },
    })
    expect(await requested({ status: 'stale', retryAfterSeconds: 7 })).toMatchObject({
      status: 503,
      error: { code: 'service_unavailable', retryAfterSeconds: 7 },
    })
  })
})

describe('an action that requires a fresh sign-in', () => {
  it.each([
    [0, undefined],
    [600_000, undefined],
    [600_001, 'reauthentication_required'],
  ])('allows a sign-in that is %s ms old: %s', (ageMs, code) => {
    const failure = failureOf(() => requireFresh(auth({ authenticatedAt: now - ageMs }), context()))
    expect((failure as { error?: { code: string } } | undefined)?.error?.code).toBe(code)
  })

  it('S-01: refuses an impersonator, whenever the session began', () => {
    expect(failureOf(() => requireFresh(auth({ impersonator }), context()))).toMatchObject({
      status: 403,
      error: { code: 'impersonation_not_allowed' },
    })
  })
})

describe('an action on the data of the user', () => {
  it.each([
    [undefined, [], true],
    [impersonator, [], false],
    [impersonator, ['profile'], false],
    [impersonator, ['profile', 'members'], true],
  ])('S-01: for the impersonator %j with the areas %j is allowed: %s', (by, areas, isAllowed) => {
    const failure = failureOf(() =>
      requireOwn(auth({ impersonator: by }), 'members', context({ impersonationMay: new Set(areas) })),
    )
    expect(failure === undefined).toBe(isAllowed)
    if (!isAllowed) expect(failure).toMatchObject({ error: { code: 'impersonation_not_allowed' } })
  })

  it('T4: is not allowed with an access token of an impersonator, whatever the app allows in browsers', () => {
    const given = context({ impersonationMay: new Set(['members', 'access-token']) })
    const failure = failureOf(() => requireOwn(auth({ impersonator, isBearer: true }), 'members', given))
    expect(failure).toMatchObject({ error: { code: 'impersonation_not_allowed' } })
    expect(failureOf(() => requireOwn(auth({ isBearer: true }), 'members', given))).toBeUndefined()
  })
})

describe('a route that depends on cookies', () => {
  const run = (isBearer: boolean) =>
    ofBrowser(async () => ({ body: 'done' }))({ isBearer } as RouteRequest, context()).catch(
      (cause: unknown) => (cause as RouteError).failure,
    )

  it('refuses callers with an access token', async () => {
    expect(await run(false)).toEqual({ body: 'done' })
    expect(await run(true)).toMatchObject({ status: 400, error: { code: 'invalid_request' } })
  })
})
