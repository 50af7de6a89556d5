import { ConfigError } from '@latchkey/core/server'
import { describe, expect, it } from 'vitest'
import { AccessRefusedError } from '../src/index.ts'
import { createFixture, digestOf, within } from './fixture.ts'

const PATH = 'x-latchkey-path'
/** Next's digest of a redirect: the type, the URL and the status. */
const redirectTo = (location: string) => `NEXT_REDIRECT;replace;${location};307;`
const NOT_FOUND = 'NEXT_HTTP_ERROR_FALLBACK;404'

describe('auth()', () => {
  it('returns the user of the request, with or without the proxy', async () => {
    await using fixture = await createFixture()
    const { app } = fixture
    const cookie = await fixture.signIn()
    const signedIn = await within({ cookie }, app.auth)
    expect(signedIn.status).toBe('signed-in')
    expect(signedIn.user?.email).toBe('nadia@orchard.example')
    expect((await within({}, app.auth)).status).toBe('signed-out')
    expect((await within({ cookie: 'lk-session=damaged' }, app.auth)).status).toBe('signed-out')
  })

  it('C3, C9: does not refresh, and reports once that the proxy did not run', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    for (let render = 0; render < 10; render += 1)
      expect((await within({ cookie }, fixture.app.auth)).status).toBe('stale')
    expect(fixture.counts.refreshes).toBe(0)
    expect(fixture.lines.filter((line) => line.includes('matcher'))).toHaveLength(1)
  })

  it('reports nothing about the proxy if it has run', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    await within({ cookie, ...(await fixture.fromProxy('/account')) }, fixture.app.auth)
    expect(fixture.lines).toEqual([])
  })

  it.each(['cache', 'unstable-cache'] as const)(
    'C7: names the fix inside a cached function: %s',
    async (type) => {
      await using fixture = await createFixture()
      const failure = within({}, fixture.app.auth, type)
      await expect(failure).rejects.toThrow(ConfigError)
      await expect(failure).rejects.toMatchObject({ code: 'auth_in_cached_scope' })
      await expect(failure).rejects.toThrow(/outside of "use cache"/)
    },
  )

  it('does not change the errors of Next outside a request', async () => {
    await using fixture = await createFixture()
    await expect(fixture.app.auth()).rejects.toThrow(/outside a request scope/)
  })
})

describe('a guard', () => {
  it('returns the signed-in user', async () => {
    await using fixture = await createFixture()
    const { requireUser, requireRole, requirePermission, requireOrganization } = fixture.app
    const cookie = await fixture.signIn('nadia@orchard.example', 'admin')
    const { user, organizationId } = await within({ cookie }, () => requireUser())
    expect(user.email).toBe('nadia@orchard.example')
    const own = await within({ cookie }, () => requireOrganization({ id: organizationId as string }))
    expect(own.organizationId).toBe(organizationId)
    expect(await digestOf(within({ cookie }, () => requireRole(['admin', 'owner'])))).toBe('undefined')
    expect(await digestOf(within({ cookie }, () => requirePermission('planets:move')))).toBe(NOT_FOUND)
  })

  it('redirects visitors to the sign-in page and back to the requested page', async () => {
    await using fixture = await createFixture()
    const { requireUser } = fixture.app
    const digest = await digestOf(within(await fixture.fromProxy('/account?tab=2'), () => requireUser()))
    expect(digest).toBe(redirectTo('/sign-in?returnTo=%2Faccount%3Ftab%3D2'))
    const chosen = await digestOf(within({}, () => requireUser({ returnTo: '/projects' })))
    expect(chosen).toBe(redirectTo('/sign-in?returnTo=%2Fprojects'))
    expect(await digestOf(within({}, () => requireUser()))).toBe(redirectTo('/sign-in'))
  })

  it.each([
    ['another origin', 'https://evil.example/'],
    ['another host', '//evil.example/'],
    ['a backslash', '/\\evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['the sign-in page', '/sign-in'],
    ['a long path', `/${'x'.repeat(5_000)}`],
    ['nothing', ''],
    ['a page of the app', '/account'],
    [
      'a page of the app, with a seal of nothing',
      '1.abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA /account',
    ],
  ])('never redirects to a path that the visitor has forged: %s', async (_name, path) => {
    await using fixture = await createFixture()
    const digest = await digestOf(within({ [PATH]: path }, () => fixture.app.requireUser()))
    expect(digest).toBe(redirectTo('/sign-in'))
  })

  it('P1, X7: uses no path that was sealed for another request or app, or ten minutes ago', async () => {
    await using fixture = await createFixture()
    await using other = await createFixture({ cookieSecret: 'W1eCdLfGuAoIq7Jm2v0XhZpT4rYk8sWn' })
    const [seal] = (await fixture.app.handler().sealPath('/account')).split(' ')
    const cookie = await fixture.signIn()
    const old = await fixture.fromProxy('/account')
    const leads = async (header: string) =>
      digestOf(within({ [PATH]: header }, () => fixture.app.requireUser()))
    expect(await leads(`${seal} /account`)).toBe(redirectTo('/sign-in?returnTo=%2Faccount'))
    expect(await leads(`${seal} /other`)).toBe(redirectTo('/sign-in'))
    expect(await leads(`${seal}  /account`)).toBe(redirectTo('/sign-in'))
    expect(await leads(cookie.split('=')[1] as string)).toBe(redirectTo('/sign-in'))
    expect(await leads((await other.fromProxy('/account'))[PATH])).toBe(redirectTo('/sign-in'))
    await fixture.expire()
    await fixture.emulator.default.clock.advance({ minutes: 1 })
    expect(await leads(old[PATH])).toBe(redirectTo('/sign-in'))
  })

  it('P10: uses the organization of the requested URL, and of no other that the visitor names', async () => {
    await using fixture = await createFixture({
      organizationOf: ({ url }) => /^\/o\/([\w.-]+)/.exec(new URL(url).pathname)?.[1],
    })
    const { app, client } = fixture
    const cookie = await fixture.signIn('nadia@orchard.example', 'admin')
    const [organization] = (await client.listOrganizations()).data
    const page = async (headers: Record<string, string>) => {
      const auth = await within({ cookie, ...headers }, app.auth)
      return auth.status === 'signed-in' ? auth.organizationId : auth.status
    }
    const path = `/o/${organization?.id}`
    expect(await page(await fixture.fromProxy(path))).toBe(organization?.id)
    // Only the proxy can ask the API about an organization that the session has no token for.
    expect(await page(await fixture.fromProxy('/o/org_other'))).toBe('stale')
    expect(fixture.lines).toEqual([])
    // The proxy did not run, so the page could be that of any organization.
    const made: Record<string, string>[] = [
      {},
      { [PATH]: path },
      { 'latchkey-organization': `${organization?.id}` },
    ]
    for (const headers of made) {
      expect(await page(headers)).toBeUndefined()
      const refused = within({ cookie, ...headers }, () => app.requireOrganization())
      expect(await digestOf(refused)).toBe(NOT_FOUND)
    }
    expect(fixture.lines).toHaveLength(1)
    expect(fixture.lines[0]).toContain(
      'the organization of the URL is unknown, because the proxy did not run',
    )
  })

  it('BUG-08: omits the base path of the app, because the router adds it', async () => {
    await using fixture = await createFixture({ appOrigin: 'http://localhost:3000/docs' })
    const digest = await digestOf(
      within(await fixture.fromProxy('/docs/account'), () => fixture.app.requireUser()),
    )
    expect(digest).toBe(redirectTo('/sign-in?returnTo=%2Fdocs%2Faccount'))
  })

  it('shows the not-found page to users who are not allowed', async () => {
    await using fixture = await createFixture()
    const { requireRole, requireOrganization, requireAccess } = fixture.app
    const cookie = await fixture.signIn()
    expect(await digestOf(within({ cookie }, () => requireRole('admin')))).toBe(NOT_FOUND)
    expect(await digestOf(within({ cookie }, () => requireRole([])))).toBe(NOT_FOUND)
    expect(await digestOf(within({ cookie }, () => requireOrganization({ id: undefined })))).toBe(NOT_FOUND)
    expect(await digestOf(within({ cookie }, () => requireAccess({ rolle: 'admin' } as never)))).toBe(
      NOT_FOUND,
    )
    const failure = within({ cookie }, () => requireRole('admin', { onMissing: 'error' }))
    await expect(failure).rejects.toMatchObject({ status: 403, code: 'forbidden' })
  })

  it('redirects to the page for choosing an organization if the app has one', async () => {
    await using fixture = await createFixture({ organizationPath: '/organizations' })
    const cookie = await fixture.signIn()
    const requested = { cookie, ...(await fixture.fromProxy('/projects')) }
    const digest = await digestOf(within(requested, () => fixture.app.requireOrganization()))
    expect(digest).toBe(redirectTo('/organizations?returnTo=%2Fprojects'))
  })

  it('signs no user out while the session cannot be checked', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const failure = within({ cookie, ...(await fixture.fromProxy('/account')) }, () =>
      fixture.app.requireUser(),
    )
    await expect(failure).rejects.toBeInstanceOf(AccessRefusedError)
    await expect(failure).rejects.toMatchObject({ status: 503, code: 'unavailable' })
  })

  it('throws an error instead of redirecting if the option is set', async () => {
    await using fixture = await createFixture()
    const failure = within({}, () => fixture.app.requireUser({ onMissing: 'error' }))
    await expect(failure).rejects.toMatchObject({ status: 401, code: 'signed_out' })
  })
})
