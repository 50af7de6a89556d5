import { afterAll, describe, expect, it } from 'vitest'
import { callerFor, organization, PASSWORD, start, verifiedUser } from './fixture.ts'

const { emulator } = await start()
afterAll(() => emulator.close())

const fresh = async () => callerFor(emulator, await emulator.createEnvironment())
type Own = Awaited<ReturnType<typeof fresh>>

const attempt = (own: Own, email: string) =>
  own.authenticate({ grant_type: 'password', email, password: PASSWORD })
const enrol = async (own: Own, id: string) =>
  (await own.call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })).body

describe('an authenticator app that has not been confirmed with a code', () => {
  it('is required while its enrollment is open', async () => {
    const own = await fresh()
    const id = await verifiedUser(own, 'open@orchard.example')
    await enrol(own, id)
    expect((await attempt(own, 'open@orchard.example')).body.code).toBe('mfa_challenge')
  })

  it('does not lock the user out after the enrollment is abandoned, and is replaced by the next one', async () => {
    const own = await fresh()
    const id = await verifiedUser(own, 'gone@orchard.example')
    await enrol(own, id)
    await own.environment.clock.advance({ minutes: 10 })
    expect((await attempt(own, 'gone@orchard.example')).status).toBe(200)
    await enrol(own, id)
    const { body } = await own.call('GET', `/user_management/users/${id}/auth_factors`)
    expect(body.data).toHaveLength(1)
  })

  it('does not count as a confirmed one', async () => {
    const own = await fresh()
    const id = await verifiedUser(own, 'both@orchard.example')
    const { authentication_factor: factor, authentication_challenge: challenge } = await enrol(own, id)
    const code = await own.environment.totp(factor.id)
    const { body } = await own.call('POST', `/auth/challenges/${challenge.id}/verify`, { code })
    expect(body.valid).toBe(true)
    await enrol(own, id)
    await own.environment.clock.advance({ days: 1 })
    const step = await attempt(own, 'both@orchard.example')
    expect(step.body.authentication_factors).toEqual([{ id: factor.id, type: 'totp' }])
  })
})

it('a secret in a seed counts as confirmed', async () => {
  const own = await fresh()
  await own.environment.seed({
    users: [
      {
        email: 'seed@orchard.example',
        password: PASSWORD,
        email_verified: true,
        totp_secret: 'JBSWY3DPEHPK3PXP',
      },
    ],
  })
  await own.environment.clock.advance({ days: 1 })
  expect((await attempt(own, 'seed@orchard.example')).body.code).toBe('mfa_challenge')
})

describe('an organization that requires a second factor', () => {
  it('requires its members to enroll one at sign-in and when they switch to it', async () => {
    const own = await fresh()
    await own.environment.seed({
      users: [{ email: 'lee@orchard.example', password: PASSWORD, email_verified: true }],
      organizations: [
        { name: 'Vault', policy: { mfa_required: true }, members: [{ email: 'lee@orchard.example' }] },
      ],
    })
    const step = await attempt(own, 'lee@orchard.example')
    expect(step).toMatchObject({ status: 403, body: { code: 'mfa_enrollment' } })
    const { authentication_factor: factor, authentication_challenge: challenge } = await enrol(
      own,
      step.body.user.id,
    )
    const session = await own.authenticate({
      grant_type: 'urn:workos:oauth:grant-type:mfa-totp',
      code: await own.environment.totp(factor.id),
      pending_authentication_token: step.body.pending_authentication_token,
      authentication_challenge_id: challenge.id,
    })
    expect(session).toMatchObject({ status: 200, body: { organization_id: expect.any(String) } })

    const id = await verifiedUser(own, 'two@orchard.example')
    await organization(own, 'Open', [id])
    const { body } = await attempt(own, 'two@orchard.example')
    await own.call('POST', '/user_management/organization_memberships', {
      user_id: id,
      organization_id: session.body.organization_id,
    })
    const switched = await own.authenticate({
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
      organization_id: session.body.organization_id,
    })
    expect(switched).toMatchObject({ status: 400, body: { error: 'mfa_enrollment' } })
  })
})
