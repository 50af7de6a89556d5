import { describe, expect, it } from 'vitest'
import { PASSWORD, signedInFixture } from './signed-in-fixture.ts'

type Options = Parameters<typeof signedInFixture>[0]

interface Entry {
  id: string
  name: string
  role: string | null
  current: boolean
  may?: string[]
}

const codeOf = async (response: Response) =>
  ((await response.json()) as { error?: { code: string } }).error?.code ?? 'none'

/** A user who has created an organization that is active. */
async function inOwnOrganization(options: Options = {}) {
  const fixture = await signedInFixture({ canCreateOrganization: () => true, ...options })
  const made = (await (
    await fixture.driver.send('POST', '/organizations', { name: 'Orchard' })
  ).json()) as Entry
  await fixture.driver.send('POST', '/organization/switch', { organizationId: made.id })
  const list = async () =>
    (await (await fixture.driver.send('GET', '/organizations')).json()) as {
      data: Entry[]
      canCreate: boolean
    }
  const organizationId = async () =>
    ((await (await fixture.driver.send('GET', '/session')).json()) as { organizationId?: string })
      .organizationId
  /** Adds another member, whose role may allow managing the organization. */
  async function join(email: string, roleSlug: string) {
    const user = await fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })
    return fixture.client.createOrganizationMembership({ userId: user.id, organizationId: made.id, roleSlug })
  }
  return { ...fixture, id: made.id, list, organizationId, join }
}

const ROUTES = [
  ['PATCH', '/organization', { name: 'Meadow' }],
  ['POST', '/organization', { name: 'Meadow' }],
  ['DELETE', '/organization', { name: 'Orchard' }],
  ['POST', '/organization/delete', { name: 'Orchard' }],
  ['POST', '/organization/leave', {}],
  ['POST', '/organization/portal', { intent: 'sso' }],
] as const

const EVERYTHING: Options = { canManageOrganization: () => true, canLeaveOrganization: () => true }

describe('the active organization', () => {
  it.each(ROUTES)('P9: cannot be changed by %s %s unless the app allows it', async (method, path, fields) => {
    const fixture = await inOwnOrganization()
    await using _ = fixture.emulator
    const response = await fixture.driver.send(method, path, fields)
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden'])
    expect((await fixture.list()).data).toMatchObject([{ name: 'Orchard', current: true, may: [] }])
  })

  it.each(ROUTES)(
    'P9: cannot be changed by %s %s from outside or by a former manager',
    async (method, path, fields) => {
      const fixture = await inOwnOrganization(EVERYTHING)
      await using _ = fixture.emulator
      await fixture.join('mara@orchard.example', 'admin')
      const { data } = await fixture.client.listOrganizationMemberships({
        userId: fixture.user.id,
        organizationId: fixture.id,
      })
      await fixture.client.deleteOrganizationMembership({ organizationMembershipId: data[0]?.id ?? '' })
      // The access token still says that the user is an admin.
      const response = await fixture.driver.send(method, path, fields)
      expect([path, response.status < 500 && response.status >= 400]).toEqual([path, true])
      expect((await fixture.client.getOrganization({ organizationId: fixture.id })).name).toBe('Orchard')
    },
  )

  it.each([30, 250, 290, 900])(
    'P9: is left at once, even if the access token is refreshed by the same request: token of %i s',
    async (seconds) => {
      const fixture = await inOwnOrganization({ ...EVERYTHING, canManageMembers: () => true })
      await using _ = fixture.emulator
      await fixture.join('mara@orchard.example', 'admin')
      await fixture.emulator.default.clock.advance({ seconds })
      const response = await fixture.driver.send('POST', '/organization/leave', {})
      expect(response.status).toBe(200)
      expect((await fixture.organizationId()) ?? null).toBeNull()
      expect((await fixture.driver.send('GET', '/members')).status).toBe(403)
    },
  )

  it('KIT-13: lists the actions that the user may perform, and can be renamed', async () => {
    const fixture = await inOwnOrganization({
      canManageOrganization: (_auth, { action }) => action === 'rename',
      canLeaveOrganization: () => true,
    })
    await using _ = fixture.emulator
    expect(await fixture.list()).toMatchObject({ canCreate: true, data: [{ may: ['rename', 'leave'] }] })
    for (const name of ['', '  ', 'x'.repeat(101)])
      expect((await fixture.driver.send('PATCH', '/organization', { name })).status).toBe(400)
    const renamed = await fixture.driver.send('PATCH', '/organization', { name: ' Meadow ' })
    expect(await renamed.json()).toEqual({ id: fixture.id, name: 'Meadow', role: 'admin', current: true })
    expect(await codeOf(await fixture.driver.send('DELETE', '/organization', { name: 'Meadow' }))).toBe(
      'forbidden',
    )
  })

  it('P6: cannot be left by its last manager, and other users who leave it stay signed in', async () => {
    const fixture = await inOwnOrganization(EVERYTHING)
    await using _ = fixture.emulator
    expect(await codeOf(await fixture.driver.send('POST', '/organization/leave', {}))).toBe('last_manager')
    await fixture.join('mara@orchard.example', 'admin')
    expect((await fixture.driver.send('POST', '/organization/leave', {})).status).toBe(200)
    expect([await fixture.organizationId(), await fixture.driver.signedInAs()]).toEqual([
      null,
      fixture.user.email,
    ])
    expect((await fixture.list()).data).toEqual([])
    expect((await fixture.driver.send('GET', '/members')).status).toBe(403)
  })

  it('P9: can be left only with the roles of today, whatever an older access token says', async () => {
    const fixture = await inOwnOrganization({ canLeaveOrganization: ({ roles }) => roles.includes('admin') })
    await using _ = fixture.emulator
    await fixture.join('omar@orchard.example', 'admin')
    const { data } = await fixture.client.listOrganizationMemberships({ userId: fixture.user.id })
    const organizationMembershipId = data[0]?.id ?? ''
    await fixture.client.updateOrganizationMembership({ organizationMembershipId, roleSlug: 'member' })
    expect(await codeOf(await fixture.driver.send('POST', '/organization/leave', {}))).toBe('forbidden')
    await fixture.client.updateOrganizationMembership({ organizationMembershipId, roleSlug: 'admin' })
    expect((await fixture.driver.send('POST', '/organization/leave', {})).status).toBe(200)
  })

  it('P9: can be deleted for all members after a recent sign-in, with its name', async () => {
    const fixture = await inOwnOrganization(EVERYTHING)
    await using _ = fixture.emulator
    const wrong = await fixture.driver.send('DELETE', '/organization', { name: 'orchard' })
    expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'confirmation_mismatch'])
    await fixture.emulator.default.clock.advance(11 * 60_000)
    const old = await fixture.driver.send('DELETE', '/organization', { name: 'Orchard' })
    expect(await codeOf(old)).toBe('reauthentication_required')
    await fixture.driver.open('sign-in')
    await fixture.driver.act('password', { email: fixture.user.email, password: PASSWORD })
    if ((await fixture.organizationId()) === null)
      await fixture.driver.send('POST', '/organization/switch', { organizationId: fixture.id })
    expect((await fixture.driver.send('DELETE', '/organization', { name: 'Orchard' })).status).toBe(200)
    expect([await fixture.organizationId(), await fixture.driver.signedInAs()]).toEqual([
      null,
      fixture.user.email,
    ])
    expect((await fixture.client.listOrganizations()).data).toEqual([])
  })

  it('KIT-13: provides a link to the Admin Portal that can return only to the app', async () => {
    const requested: string[] = []
    const fixture = await inOwnOrganization({
      canManageOrganization: (_auth, { action, intent }) => {
        requested.push(`${action} ${intent}`)
        return intent !== 'audit_logs'
      },
    })
    await using _ = fixture.emulator
    const open = (fields: Record<string, string>) =>
      fixture.driver.send('POST', '/organization/portal', fields)
    const opened = await open({ intent: 'sso', returnTo: 'https://evil.example/' })
    expect(opened.status).toBe(201)
    const { link } = (await opened.json()) as { link: string }
    expect(link).toMatch(/^http/)
    expect(link).not.toContain('evil')
    expect(await codeOf(await open({ intent: 'audit_logs' }))).toBe('forbidden')
    for (const intent of ['', '../x', 'x'.repeat(41)]) expect((await open({ intent })).status).toBe(400)
    expect(requested).toContain('portal sso')
  })

  it('KIT-13: lists its roles by name, and marks those that the user can assign', async () => {
    const fixture = await inOwnOrganization({ assignableRoles: () => ['member'] })
    await using _ = fixture.emulator
    const { data } = (await (await fixture.driver.send('GET', '/organization/roles')).json()) as {
      data: object[]
    }
    expect(data).toEqual([
      { slug: 'admin', name: 'Admin', description: null, mayAssign: false },
      { slug: 'member', name: 'Member', description: null, mayAssign: true },
    ])
  })
})

describe('KIT-13: the email domains of the active organization', () => {
  interface Domain {
    id: string
    domain: string
    state: string
    record: { name: string; value: string } | null
  }
  const DOMAINS: Options = { canManageOrganization: (_auth, { action }) => action === 'domains' }

  async function withDomains(options: Options = DOMAINS) {
    const fixture = await inOwnOrganization(options)
    const { driver, emulator } = fixture
    const domains = async () =>
      ((await (await driver.send('GET', '/organization/domains')).json()) as { data: Domain[] }).data
    const add = (domain: string) => driver.send('POST', '/organization/domains', { domain })
    const verify = async (domainId: string) =>
      (await (await driver.send('POST', '/organization/domains/verify', { domainId })).json()) as Domain
    const publish = ({ name, value }: { name: string; value: string }) =>
      emulator.fetch(`${emulator.url}/_emulator/dns`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${emulator.default.apiKey}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ name, txt: [value] }),
      })
    return { ...fixture, domains, add, verify, publish }
  }

  it('can be added, verified by their DNS record, and removed', async () => {
    const fixture = await withDomains()
    await using _ = fixture.emulator
    expect((await fixture.list()).data).toMatchObject([{ may: ['domains'] }])
    const added = await fixture.add(' Orchard.Example ')
    expect(added.status).toBe(201)
    const domain = (await added.json()) as Domain
    expect(domain).toEqual({
      id: domain.id,
      domain: 'orchard.example',
      state: 'pending',
      record: { name: 'orchard.example', value: expect.stringMatching(/^[\w-]+=\w+$/) },
    })
    expect(await fixture.domains()).toEqual([domain])
    expect(await fixture.verify(domain.id)).toMatchObject({ state: 'failed', record: domain.record })
    await fixture.publish(domain.record as { name: string; value: string })
    expect(await fixture.verify(domain.id)).toMatchObject({ state: 'verified', record: null })
    expect((await fixture.driver.send('DELETE', `/organization/domains/${domain.id}`)).status).toBe(200)
    expect(await fixture.domains()).toEqual([])
  })

  it('are refused at their field if they are invalid or belong to another organization', async () => {
    const fixture = await withDomains()
    await using _ = fixture.emulator
    for (const domain of [
      '',
      'orchard',
      '127.0.0.1',
      'a b.example',
      'https://orchard.example',
      'x@orchard.example',
    ]) {
      const response = await fixture.add(domain)
      const { error } = (await response.json()) as { error: object }
      expect([domain, response.status, error]).toEqual([
        domain,
        400,
        { code: 'domain_invalid', field: 'domain' },
      ])
    }
    await fixture.client.createOrganization({
      name: 'Meadow',
      domainData: [{ domain: 'meadow.example', state: 'verified' }],
    })
    const taken = await fixture.add('meadow.example')
    expect([taken.status, await codeOf(taken)]).toEqual([409, 'domain_not_available'])
  })

  it('P9: cannot be listed or changed unless the app allows it', async () => {
    for (const options of [{}, { canManageOrganization: () => false }] as Options[]) {
      const fixture = await withDomains(options)
      await using _ = fixture.emulator
      const { id } = await fixture.client.createOrganizationDomain({
        organizationId: fixture.id,
        domain: 'orchard.example',
      })
      for (const [method, path, fields] of [
        ['GET', '/organization/domains', undefined],
        ['POST', '/organization/domains', { domain: 'other.example' }],
        ['POST', '/organization/domains/verify', { domainId: id }],
        ['POST', '/organization/domains/remove', { domainId: id }],
        ['DELETE', `/organization/domains/${id}`, {}],
      ] as const) {
        const response = await fixture.driver.send(method, path, fields)
        expect([path, response.status, await codeOf(response)]).toEqual([path, 403, 'forbidden'])
      }
    }
  })

  it('P9, P11: cannot be accessed from another organization or by a former manager', async () => {
    const fixture = await withDomains()
    await using _ = fixture.emulator
    const other = await fixture.client.createOrganization({ name: 'Meadow' })
    const { id } = await fixture.client.createOrganizationDomain({
      organizationId: other.id,
      domain: 'meadow.example',
    })
    for (const [method, path] of [
      ['POST', '/organization/domains/verify'],
      ['POST', '/organization/domains/remove'],
      ['DELETE', `/organization/domains/${id}`],
    ] as const)
      expect([path, (await fixture.driver.send(method, path, { domainId: id })).status]).toEqual([path, 404])
    expect((await fixture.client.getOrganizationDomain({ organizationDomainId: id })).id).toBe(id)
    const named = { domain: 'garden.example', organizationId: other.id }
    const added = (await (await fixture.driver.send('POST', '/organization/domains', named)).json()) as Domain
    expect(await fixture.domains()).toEqual([added])
    expect((await fixture.client.getOrganization({ organizationId: other.id })).domains).toHaveLength(1)
    await fixture.driver.send('DELETE', `/organization/domains/${added.id}`)
    const { data } = await fixture.client.listOrganizationMemberships({ organizationId: fixture.id })
    await fixture.client.deleteOrganizationMembership({ organizationMembershipId: data[0]?.id ?? '' })
    const response = await fixture.add('orchard.example')
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect((await fixture.client.getOrganization({ organizationId: fixture.id })).domains).toEqual([])
  })
})
