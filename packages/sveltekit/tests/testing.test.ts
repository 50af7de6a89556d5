import { isRedirect } from '@sveltejs/kit'
import { describe, expect, it } from 'vitest'
import { authData, authed, authLoader, requireOrganization, requireUser, signInUrl } from '../src/index.ts'
import { signedIn, testEvent, withEvent } from '../src/testing.ts'

/** These functions are written as in the guides. */
const load = async () => {
  const { user } = requireUser()
  return { email: user.email }
}
const loadOrganization = ({ params }: { params: Record<string, string> }) =>
  requireOrganization({ id: params.org }).organizationId

it('authLoader passes the session to the root layout', () => {
  const dependencies: string[] = []
  const event = {
    ...testEvent({ auth: signedIn() }),
    depends: (...names: string[]) => void dependencies.push(...names),
  }
  expect(authLoader(event)).toEqual({ auth: authData(event) })
  expect(authLoader(event).auth).toMatchObject({ status: 'signed-in', user: { email: 'ada@example.com' } })
  expect(dependencies).toContain('latchkey:auth')
})

describe('KIT-8: withEvent', () => {
  it('runs code that does not receive the event', async () => {
    expect(await withEvent(testEvent({ auth: signedIn({ email: 'nadia@orchard.example' }) }), load)).toEqual({
      email: 'nadia@orchard.example',
    })
    const auth = { status: 'signed-out', user: undefined, reason: 'none' } as const
    const refused = await withEvent(testEvent({ auth, url: '/notes' }), load).catch((thrown) => thrown)
    expect(isRedirect(refused) && refused.location).toBe('/sign-in?returnTo=%2Fnotes')
  })

  it('keeps the event across awaits, and separate from parallel events', async () => {
    const emailOf = (email: string) =>
      withEvent(testEvent({ auth: signedIn({ email }) }), async () => {
        await Promise.resolve()
        return requireUser().user.email
      })
    expect(await Promise.all(['a@x.example', 'b@x.example'].map(emailOf))).toEqual([
      'a@x.example',
      'b@x.example',
    ])
    expect(() => requireUser()).toThrow()
  })

  it('passes the parameters of a route', () => {
    const auth = signedIn({}, { organizationId: 'org_1' })
    const event = (org: string) => testEvent({ auth, url: `/o/${org}`, routeId: '/o/[org]', params: { org } })
    expect(withEvent(event('org_1'), () => loadOrganization(event('org_1')))).toBe('org_1')
    expect(() => withEvent(event('org_2'), () => loadOrganization(event('org_2')))).toThrow(
      expect.objectContaining({ status: 403 }),
    )
  })

  it('runs actions and functions that read the current event', async () => {
    const save = authed.action((event, { user }) => `${event.url.pathname} by ${user.id}`)
    const event = testEvent({ auth: signedIn({ id: 'user_1' }), url: '/notes', form: { text: 'x' } })
    expect(await withEvent(event, () => save(event))).toBe('/notes by user_1')
    expect(withEvent(event, () => signInUrl())).toBe('/sign-in?returnTo=%2Fnotes')
  })
})
