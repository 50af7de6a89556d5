import { describe, expect, it } from 'vitest'
import { createAuthClient, onOwnerChange, routerPath, type SessionPayload } from '../../src/index.ts'
import {
  createGuards,
  decideAccess,
  guardRequirement,
  isOwnPath,
  publicPath,
  type Requirement,
  type RequireOptions,
  type SignedIn,
} from '../../src/server.ts'

describe('the guards of a framework', () => {
  const requested: [string, Requirement, object][] = []
  const guards = createGuards<[place: string], string>(1, ([place], requirement, options) => {
    requested.push([place, requirement, options])
    return place
  })

  it('read the framework’s arguments, their criterion and their options', () => {
    requested.length = 0
    guards.requireUser('here')
    guards.requireUser('here', { allowImpersonation: false })
    guards.requireOrganization('here')
    guards.requireOrganization('here', { id: 'org_1', returnTo: '/x' })
    guards.requireRole('here', ['admin', 'owner'])
    guards.requirePermission('here', 'notes:write', { onMissing: 'error' })
    guards.requireAccess('here', { freshWithin: 60 })
    expect(requested.map(([, requirement]) => requirement)).toEqual([
      {},
      { allowImpersonation: false },
      { organization: true },
      { organization: 'org_1' },
      { role: ['admin', 'owner'] },
      { permission: 'notes:write' },
      { freshWithin: 60 },
    ])
    expect(requested[5]?.[2]).toEqual({ onMissing: 'error' })
  })

  it('refuse every user for an undefined organization, and reject unknown options', () => {
    requested.length = 0
    guards.requireOrganization('here', { id: undefined as unknown as string })
    expect(requested[0]?.[1]).toEqual({ organization: undefined })
    expect(() => guards.requireUser('here', { role: 'admin' } as never)).toThrow(/no option role/)
    expect(() => guardRequirement({}, { id: 'org_1' } as never)).toThrow(/no option id/)
  })

  it('accept the framework’s own options', () => {
    type Own = RequireOptions & { event?: string }
    const own = createGuards<[], Own, Own, Own>(0, (_context, _requirement, options) => options, ['event'])
    expect(own.requireRole('admin', { event: 'here' })).toEqual({ event: 'here' })
    expect(own.requireOrganization({ event: 'here', id: 'org_1' })).toMatchObject({ event: 'here' })
    expect(() => own.requireUser({ evnet: 'here' } as never)).toThrow(/no option evnet.*event/)
  })
})

describe('the page for choosing an organization', () => {
  const auth = { status: 'signed-in', roles: [], permissions: [], authenticatedAt: 0 } as unknown as SignedIn

  it.each([
    ['', '/organizations', '/organizations'],
    ['/docs', '/organizations', '/docs/organizations'],
    ['/docs', '/docs/organizations', '/docs/organizations'],
  ])('of an app at "%s" with the option %s has the URL %s', (appPath, organizationPath, page) => {
    const handler = { appPath, clock: { now: () => 0 }, pages: { signIn: `${appPath}/sign-in` } }
    const decide = (canRedirect: boolean) =>
      decideAccess(
        handler,
        auth,
        { organization: true },
        { canRedirect, organizationPath, returnTo: `${appPath}/notes` },
      )
    const location = `${page}?returnTo=${encodeURIComponent(`${appPath}/notes`)}`
    expect(decide(true)).toEqual({ outcome: 'redirect', location })
    expect(decide(false)).toMatchObject({ outcome: 'refused', status: 403, code: 'organization_required' })
  })
})

describe('paths of an app under a base path', () => {
  it.each([
    ['', '/account', '/account', '/account'],
    ['/docs', '/account', '/docs/account', '/account'],
    ['/docs', '/docs/account?tab=2', '/docs/account?tab=2', '/account?tab=2'],
    ['/docs', '/docs', '/docs', '/'],
    ['/docs', '/docs?tab=2', '/docs?tab=2', '/?tab=2'],
    ['/docs', '/docsify', '/docs/docsify', '/docsify'],
  ])('under "%s", %s is %s for browsers and %s for the router', (appPath, path, forBrowsers, forRouter) => {
    expect(publicPath({ appPath }, path)).toBe(forBrowsers)
    expect(routerPath(appPath, path)).toBe(forRouter)
  })

  it.each([
    ['/auth', true],
    ['/auth/session', true],
    ['/authors', false],
    ['/AUTH/session', false],
    ['/', false],
  ])('%s is a route of the handler: %s', (path, expected) => {
    expect(isOwnPath({ basePath: '/auth' }, path)).toBe(expected)
  })
})

describe('a change of the user or organization of a page', () => {
  const signedIn = (id: string, more: object = {}) =>
    ({
      status: 'signed-in',
      rev: 1,
      user: { id },
      sessionId: `s_${id}`,
      organizationId: null,
      ...more,
    }) as SessionPayload
  const signedOut = (reason: string) => ({ status: 'signed-out', rev: 2, reason }) as SessionPayload

  it.each([
    ['a first signed-in state', undefined, signedIn('nadia'), []],
    ['a first signed-out state', undefined, signedOut('none'), []],
    ['a sign-in', signedOut('none'), signedIn('nadia'), ['signed-in']],
    ['a refresh of the same session', signedIn('nadia'), signedIn('nadia', { rev: 2 }), []],
    ['a sign-out', signedIn('nadia'), signedOut('signed-out'), ['signed-out']],
    ['another user', signedIn('nadia'), signedIn('mia'), ['user-changed']],
    [
      'RE-19: another organization',
      signedIn('nadia'),
      signedIn('nadia', { organizationId: 'b' }),
      ['organization-changed'],
    ],
    ['an expired session', signedIn('nadia'), signedOut('expired'), []],
  ])('%s', (_name, before, after, expected) => {
    const client = createAuthClient({ initialAuth: before })
    const types: string[] = []
    const stop = onOwnerChange(client, ({ type }) => types.push(type))
    client.accept(after)
    expect(types).toEqual(expected)
    stop()
    client.accept(signedIn('ola', { rev: 9 }))
    expect(types).toEqual(expected)
  })

  it('is reported as a sign-in after an initial signed-out state', () => {
    const client = createAuthClient()
    const types: string[] = []
    onOwnerChange(client, ({ type }) => types.push(type))
    client.accept(signedOut('none'))
    client.accept(signedIn('nadia', { rev: 3 }))
    expect(types).toEqual(['signed-in'])
  })
})
