import { describe, expect, it } from 'vitest'
import { FLOW_ACTIONS, type FlowPayload } from '../../src/index.ts'
import { createFixture } from '../handler/fixture.ts'

type Fixture = Awaited<ReturnType<typeof createFixture>>

const email = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'
const ATTEMPTS = 20

/** Sends the same request many times before any response has arrived. */
const atOnce = (send: (attempt: number) => Promise<Response>) =>
  Promise.all(Array.from({ length: ATTEMPTS }, (_, attempt) => send(attempt)))

const SESSION = /^__Host-[\w-]+-session(\.\d)?=[^;]+/

const opensSession = (response: Response) =>
  response.headers.getSetCookie().some((line) => SESSION.test(line))

const sessionsOf = async (fixture: Fixture, userId: string) =>
  (await fixture.client.listSessions({ userId })).data

describe('single-use values', () => {
  it('G5 an emailed code creates one session for 20 parallel redemptions', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const user = await fixture.client.createUser({ email, emailVerified: true })
    const driver = fixture.driver()
    const sent = await driver.send('POST', FLOW_ACTIONS['send-code'].path, { email })
    const { flow } = (await sent.json()) as FlowPayload
    const { code } = await fixture.control.email(email, 'magic_auth')
    const responses = await atOnce(() => driver.send('POST', FLOW_ACTIONS.code.path, { flow, code }))
    // All requests come from one browser, and get the single session that the code has created.
    expect(responses.filter(opensSession)).toHaveLength(ATTEMPTS)
    expect(await sessionsOf(fixture, user.id)).toHaveLength(1)
  })

  it('G5 a code from a provider creates one session for 20 parallel callbacks', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const user = await fixture.client.createUser({ email, emailVerified: true })
    const driver = fixture.driver()
    const begun = await driver.send('GET', '/authorize?provider=GoogleOAuth')
    const consent = new URL(begun.headers.get('location') ?? '')
    consent.searchParams.set('login_hint', email)
    const granted = await fixture.emulator.fetch(consent, { redirect: 'manual' })
    const { search } = new URL(granted.headers.get('location') ?? '')
    const responses = await atOnce(() => driver.send('GET', `/callback${search}`))
    expect(responses.filter(opensSession)).toHaveLength(ATTEMPTS)
    expect(await sessionsOf(fixture, user.id)).toHaveLength(1)
  })

  it('G5 a reset token sets one of 20 passwords', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })
    await fixture.client.sendPasswordResetEmail({ email, passwordResetUrl: 'https://app.example.com/reset' })
    const { token } = await fixture.control.email(email, 'password_reset')
    const driver = fixture.driver()
    const passwords = Array.from({ length: ATTEMPTS }, (_, attempt) => `copper-harbour-violet-${attempt}`)
    const responses = await atOnce((attempt) =>
      driver.send('POST', FLOW_ACTIONS.reset.path, { token, newPassword: passwords[attempt] }),
    )
    expect(responses.filter(({ ok }) => ok)).toHaveLength(1)
    const outcomes = await Promise.all(
      passwords.map((password) =>
        fixture.client.authenticateWithPassword({ email, password }).then(
          () => 'opens',
          () => 'refused',
        ),
      ),
    )
    expect(outcomes.indexOf('opens')).toBe(responses.findIndex(({ ok }) => ok))
    expect(outcomes.filter((outcome) => outcome === 'opens')).toHaveLength(1)
  })

  it('G5 an invitation creates one account and one membership for 20 parallel sign-ups', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Orchard' })
    const invitation = await fixture.client.sendInvitation({ email, organizationId })
    const { token } = await fixture.control.email(email, 'invitation')
    const driver = fixture.driver()
    await atOnce((attempt) =>
      driver.send('POST', FLOW_ACTIONS['sign-up'].path, {
        kind: 'invitation',
        invitationToken: token,
        email,
        password: `copper-harbour-violet-${attempt}`,
        firstName: `Ida ${attempt}`,
        lastName: 'Rhodes',
      }),
    )
    const users = (await fixture.client.listUsers({ email })).data
    expect(users).toHaveLength(1)
    const { data } = await fixture.client.listOrganizationMemberships({ organizationId })
    expect(data.map(({ userId }) => userId)).toEqual([users[0]?.id])
    expect((await sessionsOf(fixture, users[0]?.id ?? '')).length).toBeLessThanOrEqual(1)
    const { state, acceptedUserId } = await fixture.client.getInvitation({ invitationId: invitation.id })
    expect([state, acceptedUserId]).toEqual(['accepted', users[0]?.id])
  })

  it('G5 an invitation is accepted once for 20 parallel acceptances of a signed-in user', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const user = await fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Orchard' })
    await fixture.client.sendInvitation({ email, organizationId })
    const { token } = await fixture.control.email(email, 'invitation')
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email, password: PASSWORD })
    const responses = await atOnce(() =>
      driver.send('POST', FLOW_ACTIONS['accept-invitation'].path, { token }),
    )
    expect(responses.map(({ status }) => status)).toEqual(Array(ATTEMPTS).fill(200))
    const { data } = await fixture.client.listOrganizationMemberships({ organizationId })
    expect(data.map(({ userId }) => userId)).toEqual([user.id])
  })
})
