import { afterAll, describe, expect, it } from 'vitest'
import { organization, PASSWORD, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { authenticate, call, environment } = caller
afterAll(() => caller.emulator.close())

describe('organizations', () => {
  it('are created, read, updated and deleted', async () => {
    const made = await call('POST', '/organizations', {
      name: 'Orchard Ltd',
      domain_data: [{ domain: 'Orchard.example', state: 'verified' }],
      external_id: 'acct-1',
    })
    expect(made).toMatchObject({
      status: 201,
      body: { object: 'organization', domains: [{ domain: 'orchard.example', state: 'verified' }] },
    })
    const path = `/organizations/${made.body.id}`
    expect((await call('GET', path)).body).toEqual(made.body)
    expect((await call('GET', '/organizations/external_id/acct-1')).body.id).toBe(made.body.id)
    expect((await call('PUT', path, { name: 'Orchard plc' })).body.name).toBe('Orchard plc')
    expect((await call('GET', '/organizations?domains[]=orchard.example')).body.data).toHaveLength(1)
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).body.code).toBe('entity_not_found')
  })
})

describe('memberships', () => {
  it('are created, changed, deactivated and deleted', async () => {
    const user_id = await verifiedUser(caller, 'member@orchard.example')
    const organization_id = await organization(caller, 'Orchard')
    const made = await call('POST', '/user_management/organization_memberships', { user_id, organization_id })
    expect(made).toMatchObject({
      status: 201,
      body: {
        object: 'organization_membership',
        organization_name: 'Orchard',
        status: 'active',
        role: { slug: 'member' },
        roles: [{ slug: 'member' }],
        directory_managed: false,
        custom_attributes: {},
        user: { id: user_id },
      },
    })
    const path = `/user_management/organization_memberships/${made.body.id}`
    const twice = await call('POST', '/user_management/organization_memberships', {
      user_id,
      organization_id,
    })
    expect(twice).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'user_already_organization_member' }] },
    })
    expect((await call('PUT', path, { role_slug: 'admin' })).body.role).toEqual({ slug: 'admin' })
    expect((await call('PUT', path, { role_slug: 'nonsense' })).body.code).toBe('invalid_role')
    expect((await call('PUT', path, { role_slugs: ['admin', 'member'] })).body.code).toBe(
      'multiple_roles_not_enabled',
    )
    expect((await call('PUT', `${path}/deactivate`, '')).body.status).toBe('inactive')
    expect((await call('PUT', `${path}/deactivate`)).body.status).toBe('inactive')
    const list = `/user_management/organization_memberships?user_id=${user_id}`
    expect((await call('GET', list)).body.data).toHaveLength(0)
    for (const statuses of [
      'statuses=active,inactive',
      'statuses=active&statuses=inactive',
      'statuses[]=inactive',
    ]) {
      expect((await call('GET', `${list}&${statuses}`)).body.data).toHaveLength(1)
    }
    const revived = await call('POST', '/user_management/organization_memberships', {
      user_id,
      organization_id,
    })
    expect(revived.body).toMatchObject({ id: made.body.id, status: 'active' })
    expect((await call('GET', '/user_management/organization_memberships')).body.code).toBe(
      'missing_user_id_or_organization_id',
    )
    expect(await call('DELETE', path)).toMatchObject({ status: 200, body: { text: '' } })
  })
})

describe('invitations', () => {
  it('are sent, read, listed, and accepted at sign-in', async () => {
    const organization_id = await organization(caller, 'Inviting')
    const sent = await call('POST', '/user_management/invitations', {
      email: 'guest@orchard.example',
      organization_id,
    })
    expect(sent).toMatchObject({
      status: 201,
      body: { state: 'pending', role_slug: 'member', accepted_at: null, inviter_user_id: null },
    })
    const email = await environment.inbox.waitFor({ to: 'guest@orchard.example', kind: 'invitation' })
    expect(email).toMatchObject({ token: sent.body.token, url: sent.body.accept_invitation_url })
    expect((await call('GET', `/user_management/invitations/by_token/${sent.body.token}`)).body).toEqual(
      sent.body,
    )
    expect(
      (await call('GET', '/user_management/invitations?email=guest@orchard.example')).body.data,
    ).toHaveLength(1)

    const { body: user } = await call('POST', '/user_management/users', {
      email: 'guest@orchard.example',
      password: PASSWORD,
    })
    const pending = `/user_management/organization_memberships?user_id=${user.id}&statuses=pending`
    expect((await call('GET', pending)).body.data).toHaveLength(1)
    const session = await authenticate({
      grant_type: 'password',
      email: 'guest@orchard.example',
      password: PASSWORD,
      invitation_token: sent.body.token,
    })
    expect(session).toMatchObject({ status: 200, body: { organization_id, user: { email_verified: true } } })
    const accepted = await call('GET', `/user_management/invitations/${sent.body.id}`)
    expect(accepted.body).toMatchObject({ state: 'accepted', accepted_user_id: user.id })
    expect((await call('POST', `/user_management/invitations/${sent.body.id}/resend`)).body.code).toBe(
      'invite_accepted',
    )
  })

  it('are revoked without a body, which deletes the pending membership', async () => {
    const user_id = await verifiedUser(caller, 'revoked@orchard.example')
    const organization_id = await organization(caller, 'Revoking')
    const { body } = await call('POST', '/user_management/invitations', {
      email: 'revoked@orchard.example',
      organization_id,
    })
    const path = `/user_management/invitations/${body.id}`
    expect(
      (await call('POST', `${path}/revoke`, '', { 'content-type': 'application/json' })).body.state,
    ).toBe('revoked')
    expect((await call('POST', `${path}/revoke`)).body.code).toBe('invite_not_pending')
    const list = await call(
      'GET',
      `/user_management/organization_memberships?user_id=${user_id}&statuses=pending`,
    )
    expect(list.body.data).toHaveLength(0)
  })

  it('expire according to the clock', async () => {
    const { body } = await call('POST', '/user_management/invitations', {
      email: 'slow@orchard.example',
      expires_in_days: 1,
    })
    await environment.clock.advance({ days: 1 })
    const path = `/user_management/invitations/${body.id}`
    expect((await call('GET', path)).body.state).toBe('expired')
    expect((await call('POST', `${path}/accept`)).body.code).toBe('invite_not_pending')
    expect((await call('POST', `${path}/resend`)).body.code).toBe('invite_expired')
  })

  it.each([
    [{ expires_in_days: 0 }, 'expires_in_days_too_short'],
    [{ expires_in_days: 31 }, 'expires_in_days_too_long'],
    [{ role_slug: 'nonsense' }, 'invalid_role'],
    [{ email: 'revoked@orchard.example' }, 'user_already_exists'],
  ])('with %j are refused with %s', async (fields, code) => {
    const { status, body } = await call('POST', '/user_management/invitations', {
      email: 'x@orchard.example',
      ...fields,
    })
    expect({ status, code: body.code }).toEqual({ status: 400, code })
  })
})

describe('policies', () => {
  it('redirect users of an organization that requires SSO to its connection', async () => {
    await environment.seed({
      users: [{ email: 'sso@brook.example', password: PASSWORD, email_verified: true }],
      organizations: [
        { name: 'Brook', policy: { sso_required: true }, members: [{ email: 'sso@brook.example' }] },
      ],
      connections: [{ id: 'conn_brook', organization: 'Brook', domains: ['brook.example'] }],
    })
    const { status, body } = await authenticate({
      grant_type: 'password',
      email: 'sso@brook.example',
      password: PASSWORD,
    })
    expect(status).toBe(400)
    expect(body).toMatchObject({
      error: 'sso_required',
      email: 'sso@brook.example',
      connection_ids: ['conn_brook'],
      pending_authentication_token: expect.any(String),
    })
  })

  it('name the methods that an organization allows', async () => {
    await environment.seed({
      users: [{ email: 'no-password@cove.example', password: PASSWORD, email_verified: true }],
      organizations: [
        {
          name: 'Cove',
          policy: { auth_methods: { password: false } },
          members: [{ email: 'no-password@cove.example' }],
        },
      ],
    })
    const { body } = await authenticate({
      grant_type: 'password',
      email: 'no-password@cove.example',
      password: PASSWORD,
    })
    expect(body).toMatchObject({
      error: 'organization_authentication_methods_required',
      auth_methods: { password: false, magic_auth: true },
    })
  })
})
