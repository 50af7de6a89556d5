import { describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/handler/routes/routes.ts'
import {
  ConfigError,
  type Coordinator,
  createAuthHandler,
  memoryCoordinator,
  type SignedIn,
} from '../../src/server.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'
import { PASSWORD } from './signed-in-fixture.ts'

type Options = NonNullable<Parameters<typeof createFixture>[0]>
type Fixture = Awaited<ReturnType<typeof createFixture>>

const codeOf = async (response: Response) =>
  ((await response.json()) as { error?: { code: string } }).error?.code ?? 'none'

async function signIn(fixture: Fixture, email: string, driver = fixture.driver()) {
  await driver.open('sign-in')
  await driver.act('password', { email, password: PASSWORD })
  if ((await driver.step()) === 'select-organization') throw new Error('several organizations')
  expect(await driver.signedInAs()).toBe(email)
  return driver
}

const createUser = (fixture: Fixture, email: string) =>
  fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })

/** Nadia manages an organization, and a member of the support team impersonates her. */
async function impersonatedFixture(options: Options = {}) {
  const fixture = await createFixture({ exposeAccessToken: true, ...options })
  const nadia = await createUser(fixture, 'nadia@orchard.example')
  const mara = await createUser(fixture, 'mara@orchard.example')
  const organization = await fixture.client.createOrganization({ name: 'Orchard' })
  const member = (userId: string, roleSlug: string) =>
    fixture.client.createOrganizationMembership({ userId, organizationId: organization.id, roleSlug })
  await member(nadia.id, 'admin')
  const membership = await member(mara.id, 'member')
  const invitation = await fixture.client.sendInvitation({
    email: 'guest@orchard.example',
    organizationId: organization.id,
  })
  const own = await signIn(fixture, nadia.email)
  await fixture.control.impersonate(nadia.id, 'support@latchkey.example', 'A question about an invoice')
  const operator = fixture.driver()
  await operator.open('sign-in')
  await operator.authorize({ provider: 'authkit' }, nadia.email)
  expect(await operator.impersonatedBy()).toBe('support@latchkey.example')
  return { ...fixture, nadia, organization, membership, invitation, own, operator }
}

/** Routes that change no data of the user: the flows, signing out and switching organizations. */
const OPEN = /^POST \/(sign-in|sign-up|password|device|sign-out|organization\/switch)/

const CHANGES = [...ROUTES.keys()].filter((name) => !name.startsWith('GET ') && !OPEN.test(name))

describe('an impersonated session', () => {
  it('P4, S-01: is refused by every route that changes data, for any input', async () => {
    const fixture = await impersonatedFixture()
    await using _ = fixture.emulator
    const { data: sessions } = await fixture.client.listSessions({ userId: fixture.nadia.id })
    const other = sessions.find(({ impersonator }) => !impersonator)?.id ?? ''
    const ids = { members: fixture.membership.id, invitations: fixture.invitation.id, sessions: other }
    expect(CHANGES.length).toBeGreaterThan(20)
    for (const name of CHANGES) {
      const [method = '', template = ''] = name.split(' ')
      const kind = template.split('/')[1] as keyof typeof ids
      const fields = {
        currentPassword: PASSWORD,
        newPassword: 'harbour-violet-canyon-77',
        newEmail: 'support-own@evil.example',
        email: 'support-own@evil.example',
        firstName: 'Eve',
        role: 'admin',
        code: '123456',
        token: fixture.invitation.token,
        membershipId: fixture.membership.id,
        invitationId: fixture.invitation.id,
        sessionId: other,
      }
      const response = await fixture.operator.send(
        method,
        template.replace(':id', ids[kind] ?? 'id_1'),
        fields,
      )
      expect([name, response.status, await codeOf(response)]).toEqual([
        name,
        403,
        'impersonation_not_allowed',
      ])
    }
    const user = await fixture.client.getUser({ userId: fixture.nadia.id })
    expect([user.email, user.firstName]).toEqual(['nadia@orchard.example', null])
    expect((await fixture.client.listSessions({ userId: user.id })).data.length).toBe(sessions.length)
    expect(await fixture.own.signedInAs()).toBe(user.email)
  })

  it('S-01: can read data and sign out of itself only, but cannot get a token', async () => {
    const fixture = await impersonatedFixture()
    await using _ = fixture.emulator
    for (const path of ['/me', '/me/factors', '/sessions', '/organizations', '/members', '/invitations'])
      expect([path, (await fixture.operator.send('GET', path)).status]).toEqual([path, 200])
    expect(await codeOf(await fixture.operator.send('GET', '/token'))).toBe('impersonation_not_allowed')
    expect((await fixture.own.send('GET', '/token')).status).toBe(200)
    expect((await fixture.operator.send('POST', '/sign-out', { everywhere: 'true' })).status).toBe(200)
    expect(await fixture.operator.signedInAs()).toBeUndefined()
    expect(await fixture.own.signedInAs()).toBe('nadia@orchard.example')
    const { data } = await fixture.client.listSessions({ userId: fixture.nadia.id })
    expect(data.filter(({ status }) => status === 'active').map((one) => !one.impersonator)).toEqual([true])
  })

  it('S-01: signs out of itself only, even if it has ended or cannot be checked', async () => {
    const ways: Record<
      string,
      (fixture: Awaited<ReturnType<typeof impersonatedFixture>>) => Promise<unknown>
    > = {
      'after it was revoked': async ({ client, nadia, clock: _, emulator }) => {
        const { data } = await client.listSessions({ userId: nadia.id })
        const acting = data.find(({ impersonator }) => impersonator)
        await client.revokeSession({ sessionId: acting?.id ?? '' })
        await emulator.default.clock.advance({ seconds: 3_600 })
      },
      'after its maximum age': ({ emulator }) =>
        emulator.default.clock.advance({ seconds: 60 * 60 * 24 * 31 }),
    }
    for (const [name, pass] of Object.entries(ways)) {
      const fixture = await impersonatedFixture()
      await using _ = fixture.emulator
      await pass(fixture)
      await signIn(fixture, fixture.nadia.email, fixture.own)
      await fixture.operator.send('POST', '/sign-out', { everywhere: 'true' })
      expect([name, await fixture.own.send('GET', '/me').then(({ status }) => status)]).toEqual([name, 200])
      const { data } = await fixture.client.listSessions({ userId: fixture.nadia.id })
      expect([name, data.some(({ status, impersonator }) => status === 'active' && !impersonator)]).toEqual([
        name,
        true,
      ])
    }
  })

  it('S-01: can end itself in the list of sessions', async () => {
    const fixture = await impersonatedFixture()
    await using _ = fixture.emulator
    const { data } = (await (await fixture.operator.send('GET', '/sessions')).json()) as {
      data: { id: string; current: boolean }[]
    }
    const current = data.find((one) => one.current)?.id
    expect((await fixture.operator.send('DELETE', `/sessions/${current}`)).status).toBe(200)
    expect(await fixture.operator.signedInAs()).toBeUndefined()
    expect(await fixture.own.signedInAs()).toBe('nadia@orchard.example')
  })

  it('S-01: can change what the app allows, but never credentials', async () => {
    const allow = ['profile', 'sessions', 'members', 'invitations', 'access-token'] as const
    const fixture = await impersonatedFixture({ impersonation: { allow } })
    await using _ = fixture.emulator
    const { operator, membership, invitation } = fixture
    const done = async (method: string, path: string, fields = {}) =>
      (await operator.send(method, path, fields)).status
    expect(await done('PATCH', '/me', { firstName: 'Nadia' })).toBe(200)
    expect(await done('PATCH', `/members/${membership.id}`, { role: 'member' })).toBe(200)
    expect(await done('DELETE', `/invitations/${invitation.id}`)).toBe(200)
    expect((await operator.send('GET', '/token')).status).toBe(200)
    const fields = { newEmail: 'support-own@evil.example' }
    expect(await codeOf(await operator.send('POST', '/me/email/send', fields))).toBe(
      'impersonation_not_allowed',
    )
    expect(await codeOf(await operator.send('POST', '/me/factors', {}))).toBe('impersonation_not_allowed')
    expect(await done('DELETE', '/sessions')).toBe(200)
    // The access token of the other browser is still valid, and is not accepted any more.
    expect(await fixture.own.signedInAs()).toBeUndefined()
  })

  it.each([
    { allow: ['credentials'] },
    { allow: ['factors'] },
    { allow: [undefined] },
    { allow: 'profile' },
    { allow: null },
    { allow: true },
  ])('S-01: cannot be configured with %j', async (impersonation) => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const { client } = fixture
    const options = { client, appOrigin, cookieSecret, impersonation: impersonation as never }
    expect(() => createAuthHandler(options)).toThrow(ConfigError)
    expect(() => createAuthHandler(options)).toThrow(/impersonation\.allow must be a list of these: profile/)
  })
})

/** An organization with these members (roles by name), each with their own browser. */
async function organizationFixture<Name extends string>(
  roles: Record<Name, string>,
  options: Options = {},
  intercept?: Parameters<typeof createFixture>[1],
) {
  const fixture = await createFixture(options, intercept)
  await fixture.emulator.default.seed({
    roles: [{ slug: 'manager', permissions: ['members:manage'] }, { slug: 'viewer' }],
  })
  const organization = await fixture.client.createOrganization({ name: 'Orchard' })
  const entries = await Promise.all(
    (Object.entries(roles) as [Name, string][]).map(async ([name, roleSlug]) => {
      const user = await createUser(fixture, `${name}@orchard.example`)
      const membership = await fixture.client.createOrganizationMembership({
        userId: user.id,
        organizationId: organization.id,
        roleSlug,
      })
      return [name, { user, membership, driver: await signIn(fixture, user.email) }] as const
    }),
  )
  const users = Object.fromEntries(entries) as Record<Name, (typeof entries)[number][1]>
  const activeRoles = async () => {
    const { data } = await fixture.client.listOrganizationMemberships({
      organizationId: organization.id,
      statuses: ['active'],
    })
    return data.map(({ role }) => role?.slug).sort()
  }
  return { ...fixture, organization, users, activeRoles }
}

const byRole = (...names: string[]) => ({
  canManageMembers: ({ roles }: SignedIn) => names.some((name) => roles.includes(name)),
})

describe('a manager', () => {
  const USERS = { ada: 'admin', max: 'manager', mia: 'manager', mara: 'member', vera: 'viewer' }

  it('P5, S-15, N10: cannot assign a role that they do not have, to themselves or to another member', async () => {
    const fixture = await organizationFixture(USERS, byRole('admin', 'manager'))
    await using _ = fixture.emulator
    const { ada, max, mara, mia, vera } = fixture.users
    const before = await fixture.activeRoles()
    const update = async (one: typeof ada, role: string) =>
      codeOf(await max.driver.send('PATCH', `/members/${one.membership.id}`, { role }))
    const invite = async (email: string, role?: string) =>
      codeOf(await max.driver.send('POST', '/invitations', { email, role }))
    for (const one of [max, mara, mia, vera]) {
      expect(await update(one, 'admin')).toBe('role_not_allowed')
      expect(await update(one, 'viewer')).toBe('role_not_allowed')
    }
    for (const role of ['manager', 'member']) expect(await update(ada, role)).toBe('role_not_allowed')
    expect(await codeOf(await max.driver.send('DELETE', `/members/${ada.membership.id}`))).toBe(
      'role_not_allowed',
    )
    for (const role of ['admin', 'viewer', 'no-such-role'])
      expect(await invite('guest@orchard.example', role)).toBe('role_not_allowed')
    expect(await fixture.activeRoles()).toEqual(before)
    expect((await fixture.client.listInvitations({ organizationId: fixture.organization.id })).data).toEqual(
      [],
    )

    expect(await update(mara, 'manager')).toBe('none')
    expect(await update(mara, 'member')).toBe('none')
    expect(await update(vera, 'member')).toBe('none')
    expect(await invite('one@orchard.example')).toBe('none')
    expect(await invite('two@orchard.example', 'manager')).toBe('none')
    expect(await invite('three@orchard.example', 'member')).toBe('none')
    expect(await codeOf(await max.driver.send('DELETE', `/members/${mia.membership.id}`))).toBe('none')
  })

  it('S-15: can assign any role as an admin, unless the app lists the roles', async () => {
    const fixture = await organizationFixture(USERS)
    await using _ = fixture.emulator
    const { ada, mara, vera } = fixture.users
    const update = async (role: string) =>
      codeOf(await ada.driver.send('PATCH', `/members/${mara.membership.id}`, { role }))
    expect(await update('viewer')).toBe('none')
    expect(await update('manager')).toBe('none')
    const { client, clock } = fixture
    const handler = createAuthHandler({
      ...{ client, clock, appOrigin, cookieSecret },
      assignableRoles: ({ roles }) => (roles.includes('admin') ? ['admin', 'viewer'] : []),
    })
    const call = (route: string, fields: Record<string, string>) =>
      handler.call(
        new Request(appOrigin, {
          headers: {
            cookie: ada.driver.jar.header() ?? '',
            origin: appOrigin,
            'sec-fetch-site': 'same-origin',
          },
        }),
        route,
        fields,
      )
    const membershipId = vera.membership.id
    expect((await call('POST /members/update', { membershipId, role: 'member' })).status).toBe(403)
    expect((await call('POST /members/update', { membershipId, role: 'viewer' })).status).toBe(200)
    expect((await call('POST /invitations', { email: 'x@orchard.example', role: 'manager' })).status).toBe(
      403,
    )
  })

  it.each<[string, unknown]>([
    ['a string that contains the name of the role', 'billing-admin'],
    ['a promise', Promise.resolve(['admin'])],
    ['undefined', undefined],
    ['a set', new Set(['admin'])],
  ])('S-15: cannot assign a role if the list from the app is %s', async (_name, listed) => {
    const fixture = await createFixture({ assignableRoles: () => listed as never })
    await using _ = fixture.emulator
    const nadia = await createUser(fixture, 'nadia@orchard.example')
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Orchard' })
    await fixture.client.createOrganizationMembership({ userId: nadia.id, organizationId, roleSlug: 'admin' })
    const driver = await signIn(fixture, nadia.email)
    const fields = { email: 'guest@orchard.example', role: 'admin' }
    expect(await codeOf(await driver.send('POST', '/invitations', fields))).toBe('role_not_allowed')
  })

  it('S-15: is checked by the app, which receives the action and the roles of the member', async () => {
    const seen: unknown[] = []
    const fixture = await organizationFixture(USERS, {
      canManageMembers({ roles }, change) {
        seen.push(change)
        return roles.includes('admin') && change.action !== 'remove'
      },
    })
    await using _ = fixture.emulator
    const { ada, mara } = fixture.users
    const path = `/members/${mara.membership.id}`
    const send = async (method: string, to: string, fields = {}) =>
      (await ada.driver.send(method, to, fields)).status
    expect(await send('PATCH', path, { role: 'manager' })).toBe(200)
    expect(seen).toContainEqual({ action: 'update', role: 'manager', currentRoles: ['member'] })
    expect(await send('DELETE', path)).toBe(403)
    expect(seen).toContainEqual({ action: 'remove', currentRoles: ['manager'] })
    expect(await send('POST', '/invitations', { email: 'x@orchard.example', role: 'viewer' })).toBe(201)
    expect(seen).toContainEqual({ action: 'invite', role: 'viewer' })
    const { data } = await fixture.client.listInvitations({ organizationId: fixture.organization.id })
    expect(await send('DELETE', `/invitations/${data[0]?.id}`)).toBe(200)
    expect(seen).toContainEqual({ action: 'revoke', currentRoles: ['viewer'] })
  })

  it('S-15, N9: cannot be removed or demoted as the last active manager, on this or another instance', async () => {
    const fixture = await organizationFixture({ ada: 'admin', ben: 'admin', mara: 'member' })
    await using _ = fixture.emulator
    const { ada, ben, mara } = fixture.users
    await fixture.client.deactivateOrganizationMembership({ organizationMembershipId: ben.membership.id })
    const path = `/members/${ada.membership.id}`
    expect(await codeOf(await ada.driver.send('DELETE', path))).toBe('last_manager')
    const demoted = await ada.driver.send('PATCH', path, { role: 'member' })
    expect([demoted.status, await codeOf(demoted)]).toEqual([409, 'last_manager'])
    expect(await codeOf(await ada.driver.send('PATCH', path, { role: 'admin' }))).toBe('none')
    expect(await codeOf(await ada.driver.send('DELETE', `/members/${ben.membership.id}`))).toBe('none')
    const promotion = { role: 'admin' }
    expect(await codeOf(await ada.driver.send('PATCH', `/members/${mara.membership.id}`, promotion))).toBe(
      'none',
    )
    expect(await codeOf(await ada.driver.send('DELETE', path))).toBe('none')
    expect(await fixture.activeRoles()).toEqual(['admin'])
  })

  it.each(['DELETE', 'PATCH'])('P6, N9: is kept if two managers %s each other', async (method) => {
    for (const order of [0, 1]) {
      const coordinator = memoryCoordinator()
      const fixture = await organizationFixture({ ada: 'admin', ben: 'admin' }, { coordinator })
      await using _ = fixture.emulator
      const { client, clock } = fixture
      // A separate instance handles each request.
      const handlers = [0, 1].map(() =>
        createAuthHandler({ client, clock, appOrigin, cookieSecret, coordinator }),
      )
      const { ada, ben } = fixture.users
      const pairs =
        order === 0
          ? ([
              [ada, ben],
              [ben, ada],
            ] as const)
          : ([
              [ada, ada],
              [ben, ben],
            ] as const)
      const responses = await Promise.all(
        pairs.map(([by, of], index) =>
          handlers[index]?.handle(
            new Request(`${appOrigin}/auth/members/${of.membership.id}`, {
              method,
              headers: {
                cookie: by.driver.jar.header() ?? '',
                origin: appOrigin,
                'content-type': 'application/json',
              },
              body: JSON.stringify({ role: 'member' }),
            }),
          ),
        ),
      )
      expect(responses.map((response) => response?.status).sort()).toEqual([200, 409])
      expect((await fixture.activeRoles()).filter((role) => role === 'admin')).toEqual(['admin'])
    }
  })

  const deleteAccount = ({
    driver,
    user,
  }: {
    driver: ReturnType<Fixture['driver']>
    user: { email: string }
  }) => driver.send('DELETE', '/me', { email: user.email })

  it('P6: cannot delete their account as the last manager of an organization with other members', async () => {
    const deleted: string[] = []
    const canDeleteAccount = ({ user }: SignedIn) => deleted.push(user.email) > 0
    const fixture = await organizationFixture(
      { ada: 'admin', ben: 'admin', mara: 'member' },
      { canDeleteAccount },
    )
    await using _ = fixture.emulator
    const { ada, ben, mara } = fixture.users
    await fixture.client.deactivateOrganizationMembership({ organizationMembershipId: ben.membership.id })
    const refused = await deleteAccount(ada)
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'last_manager'])
    // The app may delete data of the account, so it is called only for a deletion that takes place.
    expect(deleted).toEqual([])
    expect(await ada.driver.signedInAs()).toBe(ada.user.email)
    expect((await deleteAccount(mara)).status).toBe(200)
    // No other active member is left.
    expect((await deleteAccount(ada)).status).toBe(200)
    expect(deleted).toEqual([mara.user.email, ada.user.email])
  })

  it.each([
    ['a role', 'admin', {}],
    [
      'a permission',
      'manager',
      { canManageMembers: ({ permissions }: SignedIn) => permissions.includes('members:manage') },
    ],
    [
      'a role in this organization',
      'manager',
      {
        canManageMembers: ({ roles, organizationId, claims }: SignedIn) =>
          roles.includes('manager') && organizationId !== undefined && organizationId === claims.org_id,
      },
    ],
  ] as const)(
    'P6: cannot delete their account as the last manager, by %s, of an organization that is not active',
    async (_criterion, role, options) => {
      const fixture = await organizationFixture(
        { ada: role, mara: 'member' },
        { canDeleteAccount: () => true, ...options },
      )
      await using _ = fixture.emulator
      const { ada, mara } = fixture.users
      const other = await fixture.client.createOrganization({ name: 'Meadow' })
      const join = (userId: string, roleSlug: string) =>
        fixture.client.createOrganizationMembership({ userId, organizationId: other.id, roleSlug })
      await join(ada.user.id, 'member')
      await ada.driver.send('POST', '/organization/switch', { organizationId: other.id })
      expect(await codeOf(await deleteAccount(ada))).toBe('last_manager')
      await fixture.client.updateOrganizationMembership({
        organizationMembershipId: mara.membership.id,
        roleSlug: role,
      })
      expect(await codeOf(await deleteAccount(ada))).toBe('none')
    },
  )

  it('P6: is kept while the coordinator is unavailable, and the operator learns of the outage', async () => {
    const memory = memoryCoordinator()
    let isAway = false
    const events: unknown[] = []
    const coordinator: Coordinator = {
      ...memory,
      acquire: (key, ttlMs) =>
        isAway ? Promise.reject(new Error('connection refused')) : memory.acquire(key, ttlMs),
    }
    const fixture = await organizationFixture(
      { ada: 'admin', ben: 'admin' },
      {
        coordinator,
        canDeleteAccount: () => true,
        canLeaveOrganization: () => true,
        onEvent: (event) => void events.push(event.type === 'failed' ? event.code : event.type),
      },
    )
    await using _ = fixture.emulator
    const { ada } = fixture.users
    isAway = true
    for (const response of [
      await deleteAccount(ada),
      await ada.driver.send('POST', '/organization/leave', {}),
      await ada.driver.send('DELETE', `/members/${ada.membership.id}`),
      await ada.driver.send('PATCH', `/members/${ada.membership.id}`, { role: 'member' }),
    ])
      expect([response.status, await codeOf(response)]).toEqual([503, 'service_unavailable'])
    expect(new Set(events)).toEqual(new Set(['signed_in', 'coordinator_unavailable']))
    expect(await fixture.activeRoles()).toEqual(['admin', 'admin'])
  })

  it('P6: is kept if a request loses its turn while it reads the members', async () => {
    const memory = memoryCoordinator()
    let isLost = false
    let pause = async () => {}
    const coordinator: Coordinator = {
      ...memory,
      async acquire(key, ttlMs) {
        const lease = await memory.acquire(key, ttlMs)
        return lease && { ...lease, extend: async (longerMs) => !isLost && lease.extend(longerMs) }
      },
    }
    const fixture = await organizationFixture(
      { ada: 'admin', ben: 'admin' },
      { coordinator },
      (send) => async (input, init) => {
        const request = new Request(input, init)
        const { pathname, searchParams } = new URL(request.url)
        const isList = pathname.endsWith('/organization_memberships') && !searchParams.has('user_id')
        if (isLost && isList) await pause()
        return send(request)
      },
    )
    await using _ = fixture.emulator
    const { ada, ben } = fixture.users
    pause = async () => void (await fixture.emulator.default.clock.advance(2_000))
    isLost = true
    const response = await ada.driver.send('DELETE', `/members/${ben.membership.id}`)
    expect([response.status, await codeOf(response)]).toEqual([503, 'service_unavailable'])
    isLost = false
    expect(await fixture.activeRoles()).toEqual(['admin', 'admin'])
  })

  it('P6: is kept in each of several organizations if two managers delete their accounts at once', async () => {
    const coordinator = memoryCoordinator()
    const canDeleteAccount = () => true
    const fixture = await organizationFixture({ ada: 'admin', ben: 'admin', mara: 'member' }, { coordinator })
    await using _ = fixture.emulator
    const { client, clock } = fixture
    const { ada, ben, mara } = fixture.users
    const other = await client.createOrganization({ name: 'Meadow' })
    for (const [{ user }, roleSlug] of [
      [ben, 'admin'],
      [ada, 'admin'],
      [mara, 'member'],
    ] as const)
      await client.createOrganizationMembership({ userId: user.id, organizationId: other.id, roleSlug })
    const responses = await Promise.all(
      [ada, ben].map(({ driver, user }) =>
        createAuthHandler({ client, clock, appOrigin, cookieSecret, coordinator, canDeleteAccount }).handle(
          new Request(`${appOrigin}/auth/me`, {
            method: 'DELETE',
            headers: {
              cookie: driver.jar.header() ?? '',
              origin: appOrigin,
              'content-type': 'application/json',
            },
            body: JSON.stringify({ email: user.email }),
          }),
        ),
      ),
    )
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await fixture.activeRoles()).toEqual(['admin', 'member'])
  })

  it('S-15: is counted by a permission of the roles if the app checks a permission', async () => {
    const fixture = await organizationFixture(
      { ada: 'manager', ben: 'manager', mara: 'member' },
      { canManageMembers: ({ permissions }) => permissions.includes('members:manage') },
    )
    await using _ = fixture.emulator
    const { ada, ben, mara } = fixture.users
    const remove = async (one: typeof ada) =>
      codeOf(await ada.driver.send('DELETE', `/members/${one.membership.id}`))
    expect(await remove(ben)).toBe('none')
    expect(await remove(ada)).toBe('last_manager')
    expect(await remove(mara)).toBe('none')
    expect(await codeOf(await mara.driver.send('GET', '/members'))).toBe('forbidden')
  })

  it('KIT-12: is shown why a user cannot be invited', async () => {
    const fixture = await organizationFixture({ ada: 'admin', mara: 'member' })
    await using _ = fixture.emulator
    const { ada } = fixture.users
    const invite = async (email: string) => {
      const response = await ada.driver.send('POST', '/invitations', { email })
      return [response.status, ((await response.json()) as { error?: unknown }).error]
    }
    expect((await invite('guest@orchard.example'))[0]).toBe(201)
    expect(await invite('guest@orchard.example')).toEqual([409, { code: 'already_invited', field: 'email' }])
    for (const name of ['ada', 'mara'])
      expect(await invite(`${name}@orchard.example`)).toEqual([
        409,
        { code: 'already_member', field: 'email' },
      ])
  })
})

describe('a former manager whose access token still has the role', () => {
  const ENDS: Record<
    string,
    (client: Fixture['client'], organizationMembershipId: string) => Promise<unknown>
  > = {
    removed: (client, organizationMembershipId) =>
      client.deleteOrganizationMembership({ organizationMembershipId }),
    deactivated: (client, organizationMembershipId) =>
      client.deactivateOrganizationMembership({ organizationMembershipId }),
    'demoted to member': (client, organizationMembershipId) =>
      client.updateOrganizationMembership({ organizationMembershipId, roleSlug: 'member' }),
  }

  it.each(Object.entries(ENDS))('S-15, N10: cannot change anything after being %s', async (_name, end) => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const [nadia, mara, lena] = await Promise.all(
      ['nadia', 'mara', 'lena'].map((name) => createUser(fixture, `${name}@orchard.example`)),
    )
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Orchard' })
    const add = (userId = '', roleSlug = 'admin') =>
      fixture.client.createOrganizationMembership({ userId, organizationId, roleSlug })
    const own = await add(nadia?.id)
    await add(mara?.id)
    const other = await add(lena?.id, 'member')
    const invitation = await fixture.client.sendInvitation({ email: 'guest@orchard.example', organizationId })
    const driver = await signIn(fixture, 'nadia@orchard.example')
    await end(fixture.client, own.id)
    const tries: [string, string, object][] = [
      ['POST', '/invitations', { email: 'own@evil.example', role: 'admin' }],
      ['PATCH', `/members/${own.id}`, { role: 'admin' }],
      ['PATCH', `/members/${other.id}`, { role: 'admin' }],
      ['DELETE', `/members/${other.id}`, {}],
      ['DELETE', `/invitations/${invitation.id}`, {}],
    ]
    for (const [method, path, fields] of tries) {
      const { status } = await driver.send(method, path, fields as Record<string, string>)
      expect([method, path, status]).toEqual([
        method,
        path,
        path.endsWith(own.id) && status === 404 ? 404 : 403,
      ])
    }
  })
})
