import { describe, expect, it } from 'vitest'
import { PASSWORD, signedInWorld } from './signed-in-world.ts'

type Options = Parameters<typeof signedInWorld>[0]

interface Entry {
  id: string
  name: string
  role: string | null
  current: boolean
  may?: string[]
}

const codeOf = async (response: Response) =>
  ((await response.json()) as { error?: { code: string } }).error?.code ?? 'none'

/** A user who has made an organization and is in it. */
async function inOwnOrganization(options: Options = {}) {
  const world = await signedInWorld({ canCreateOrganization: () => true, ...options })
  const made = (await (
    await world.driver.send('POST', '/organizations', { name: 'Orchard' })
  ).json()) as Entry
  await world.driver.send('POST', '/organization/switch', { organizationId: made.id })
  const list = async () =>
    (await (await world.driver.send('GET', '/organizations')).json()) as { data: Entry[]; canCreate: boolean }
  const organizationId = async () =>
    ((await (await world.driver.send('GET', '/session')).json()) as { organizationId?: string })
      .organizationId
  /** Another member, who may not or may manage. */
  async function join(email: string, roleSlug: string) {
    const user = await world.client.createUser({ email, password: PASSWORD, emailVerified: true })
    return world.client.createOrganizationMembership({ userId: user.id, organizationId: made.id, roleSlug })
  }
  return { ...world, id: made.id, list, organizationId, join }
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
  it.each(ROUTES)('P9: is not changed by %s %s unless the app allows it', async (method, path, fields) => {
    const world = await inOwnOrganization()
    await using _ = world.emulator
    const response = await world.driver.send(method, path, fields)
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden'])
    expect((await world.list()).data).toMatchObject([{ name: 'Orchard', current: true, may: [] }])
  })

  it.each(ROUTES)(
    'P9: is not changed by %s %s from outside, or by a manager of before',
    async (method, path, fields) => {
      const world = await inOwnOrganization(EVERYTHING)
      await using _ = world.emulator
      await world.join('mara@orchard.example', 'admin')
      const { data } = await world.client.listOrganizationMemberships({
        userId: world.user.id,
        organizationId: world.id,
      })
      await world.client.deleteOrganizationMembership({ organizationMembershipId: data[0]?.id ?? '' })
      // The access token still says that the user is an admin.
      const response = await world.driver.send(method, path, fields)
      expect([path, response.status < 500 && response.status >= 400]).toEqual([path, true])
      expect((await world.client.getOrganization({ organizationId: world.id })).name).toBe('Orchard')
    },
  )

  it('KIT-13: says what the user may do with it, and has another name afterward', async () => {
    const world = await inOwnOrganization({
      canManageOrganization: (_auth, { action }) => action === 'rename',
      canLeaveOrganization: () => true,
    })
    await using _ = world.emulator
    expect(await world.list()).toMatchObject({ canCreate: true, data: [{ may: ['rename', 'leave'] }] })
    for (const name of ['', '  ', 'x'.repeat(101)])
      expect((await world.driver.send('PATCH', '/organization', { name })).status).toBe(400)
    const renamed = await world.driver.send('PATCH', '/organization', { name: ' Meadow ' })
    expect(await renamed.json()).toEqual({ id: world.id, name: 'Meadow', role: 'admin', current: true })
    expect(await codeOf(await world.driver.send('DELETE', '/organization', { name: 'Meadow' }))).toBe(
      'forbidden',
    )
  })

  it('P6: is not left by the last one who manages it, and by others with the session going on', async () => {
    const world = await inOwnOrganization(EVERYTHING)
    await using _ = world.emulator
    expect(await codeOf(await world.driver.send('POST', '/organization/leave', {}))).toBe('last_manager')
    await world.join('mara@orchard.example', 'admin')
    expect((await world.driver.send('POST', '/organization/leave', {})).status).toBe(200)
    expect([await world.organizationId(), await world.driver.signedInAs()]).toEqual([null, world.user.email])
    expect((await world.list()).data).toEqual([])
    expect((await world.driver.send('GET', '/members')).status).toBe(403)
  })

  it('P9: is deleted with a fresh sign-in and its name, for all its members', async () => {
    const world = await inOwnOrganization(EVERYTHING)
    await using _ = world.emulator
    const wrong = await world.driver.send('DELETE', '/organization', { name: 'orchard' })
    expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'confirmation_mismatch'])
    await world.emulator.default.clock.advance(11 * 60_000)
    const old = await world.driver.send('DELETE', '/organization', { name: 'Orchard' })
    expect(await codeOf(old)).toBe('reauthentication_required')
    await world.driver.open('sign-in')
    await world.driver.act('password', { email: world.user.email, password: PASSWORD })
    if ((await world.organizationId()) === null)
      await world.driver.send('POST', '/organization/switch', { organizationId: world.id })
    expect((await world.driver.send('DELETE', '/organization', { name: 'Orchard' })).status).toBe(200)
    expect([await world.organizationId(), await world.driver.signedInAs()]).toEqual([null, world.user.email])
    expect((await world.client.listOrganizations()).data).toEqual([])
  })

  it('KIT-13: gets a link to the portal that leads back to the app alone', async () => {
    const asked: string[] = []
    const world = await inOwnOrganization({
      canManageOrganization: (_auth, { action, intent }) => {
        asked.push(`${action} ${intent}`)
        return intent !== 'audit_logs'
      },
    })
    await using _ = world.emulator
    const open = (fields: Record<string, string>) => world.driver.send('POST', '/organization/portal', fields)
    const opened = await open({ intent: 'sso', returnTo: 'https://evil.example/' })
    expect(opened.status).toBe(201)
    const { link } = (await opened.json()) as { link: string }
    expect(link).toMatch(/^http/)
    expect(link).not.toContain('evil')
    expect(await codeOf(await open({ intent: 'audit_logs' }))).toBe('forbidden')
    for (const intent of ['', '../x', 'x'.repeat(41)]) expect((await open({ intent })).status).toBe(400)
    expect(asked).toContain('portal sso')
  })

  it('KIT-13: lists the roles that the user may give, by name', async () => {
    const world = await inOwnOrganization({ assignableRoles: () => ['member'] })
    await using _ = world.emulator
    const { data } = (await (await world.driver.send('GET', '/organization/roles')).json()) as {
      data: object[]
    }
    expect(data).toEqual([{ slug: 'member', name: 'Member' }])
  })
})
