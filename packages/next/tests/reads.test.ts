import { loadAccountPage, takeAccountAction } from '@latchkey/core/server'
import { describe, expect, it } from 'vitest'
import { createFixture, inAction, within } from './fixture.ts'

describe('readAuth', () => {
  it('passes the public session to the provider, without tokens', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const payload = await within({ cookie }, fixture.app.readAuth)
    expect(payload).toMatchObject({ status: 'signed-in', user: { email: 'nadia@orchard.example' } })
    expect(JSON.stringify(payload)).not.toMatch(/token/i)
    expect(await within({}, fixture.app.readAuth)).toMatchObject({ status: 'signed-out' })
  })

  it('does not refresh the session', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    fixture.expire()
    const payload = await within({ cookie, ...(await fixture.fromProxy('/')) }, fixture.app.readAuth)
    expect(payload?.status).not.toBe('signed-out')
    expect(fixture.counts.refreshes).toBe(0)
  })
})

describe('readFlow', () => {
  it('starts a flow with the query of its page', async () => {
    await using fixture = await createFixture()
    const searchParams = Promise.resolve({ returnTo: '/projects', tag: ['a', 'b'], none: undefined })
    const flow = await within({}, () => fixture.app.readFlow('sign-in', searchParams))
    expect(flow).toMatchObject({ step: { name: 'start' }, returnTo: '/projects' })
    const reset = await within({}, () =>
      fixture.app.readFlow('reset-password', Promise.resolve({ token: 'x' })),
    )
    expect(reset?.step.name).toBe('reset')
  })

  it('continues the flow that a form without JavaScript has started', async () => {
    await using fixture = await createFixture()
    const posted = await fixture.app.handlers.POST(
      new Request('http://localhost:3000/auth/sign-in/password', {
        method: 'POST',
        headers: { origin: 'http://localhost:3000', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ email: 'nobody@orchard.example', password: 'wrong' }),
      }),
    )
    const page = new URL(posted.headers.get('location') ?? '', 'http://localhost:3000')
    const cookie = posted.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    const searchParams = Promise.resolve(Object.fromEntries(page.searchParams))
    const flow = await within({ cookie }, () => fixture.app.readFlow('sign-in', searchParams))
    expect(flow?.error?.code).toBe('invalid_credentials')
  })
})

describe('requestContext', () => {
  it('can be passed to the functions of core on a page', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn()
    const page = await within({ cookie, ...(await fixture.fromProxy('/account?tab=2')) }, async () => {
      const { handler, request } = await fixture.app.requestContext()
      expect(request.url).toBe('http://localhost:3000/account?tab=2')
      return loadAccountPage(handler, request, ['profile'])
    })
    expect(page).toMatchObject({
      outcome: 'shown',
      data: { profile: { user: { email: 'nadia@orchard.example' } } },
    })
  })

  it('lets a server action change the session, only for requests from the app', async () => {
    await using fixture = await createFixture()
    const cookie = await fixture.signIn('nadia@orchard.example', 'admin')
    const { client } = fixture
    const { id: organizationId } = await client.createOrganization({ name: 'Meadow' })
    const { data } = await client.listUsers({ email: 'nadia@orchard.example' })
    await client.createOrganizationMembership({ organizationId, userId: data[0]?.id ?? '' })
    const switchFrom = (origin: string) =>
      inAction({ cookie, origin, 'content-type': 'multipart/form-data', 'content-length': '3' }, async () => {
        const { handler, request, setCookies } = await fixture.app.requestContext()
        const taken = await takeAccountAction(
          handler,
          request,
          'switch-organization',
          { organizationId },
          '/account',
        )
        await setCookies(taken.cookies)
        return taken
      })
    const foreign = await switchFrom('https://evil.example')
    expect([foreign.result.outcome, foreign.cookies]).toEqual(['refused', []])
    const own = await switchFrom('http://localhost:3000')
    expect(own.result.outcome).toBe('redirect')
    expect(own.cookies.find(({ name }) => name.includes('session'))).toMatchObject({
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
    })
  })
})
