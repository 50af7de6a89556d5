import { describe, expect, it } from 'vitest'
import type { OrganizationMembership } from '../../src/api/index.ts'
import { fromWire } from '../../src/api/request/wire.ts'
import { memoryCoordinator } from '../../src/coordinator/memory.ts'
import {
  keepingManager,
  keepingManagers,
  requireAssignable,
  requireBelow,
  requireStillManager,
} from '../../src/handler/account/manage-members.ts'
import { RouteError } from '../../src/handler/failures/route-error.ts'
import type { HandlerContext } from '../../src/handler/route/handler-context.ts'
import type { SignedIn } from '../../src/server.ts'
import { sessionUser } from '../../src/session/packed-session.ts'
import { manualClock } from '../../src/testing/manual-clock.ts'
import { type ApiResponse, scriptedApi, wireMembership, wirePage, wireUser } from './scripted-api.ts'

const MEMBERSHIPS = 'GET /user_management/organization_memberships'

const auth = (more: object = {}) =>
  ({
    status: 'signed-in',
    user: { id: 'user_1', email: 'nadia@orchard.example' },
    organizationId: 'org_1',
    role: 'admin',
    roles: ['admin'],
    permissions: ['members:manage'],
    impersonator: undefined,
    claims: { sub: 'user_1', org_id: 'org_1' },
    ...more,
  }) as unknown as SignedIn

/** A membership as the handler reads it. */
const member = (more: Partial<OrganizationMembership> = {}) =>
  ({ ...(fromWire(wireMembership()) as object), ...more }) as OrganizationMembership

const byPermission = (who: SignedIn) => who.permissions.includes('members:manage')
const byRole = (who: SignedIn) => who.roles.includes('admin')

/** An app in which users with the permission or role manage members, and an API that lists these memberships. */
function appWith(
  responses: Record<string, ApiResponse | readonly ApiResponse[]> = {},
  { canManage = byRole, mayAssign = (_: SignedIn, role: string) => role !== 'admin' } = {},
) {
  const api = scriptedApi(responses)
  const seen: { who: SignedIn; change: object }[] = []
  const clock = manualClock()
  const coordinator = memoryCoordinator({ clock })
  const context = {
    client: api.client,
    clock,
    coordinator,
    mayAssign,
    canManageMembers: (who: SignedIn, change: object) => {
      seen.push({ who, change })
      return canManage(who)
    },
    readSessionUser: sessionUser,
  } as unknown as HandlerContext
  return { ...api, context, seen, coordinator, clock }
}

const codeOf = async (work: () => unknown) => {
  try {
    await work()
    return 'allowed'
  } catch (cause) {
    return cause instanceof RouteError ? cause.failure.error.code : `${cause}`
  }
}

describe('a manager whose access token is some minutes old', () => {
  const still = (memberships: object[], roles = ['admin']) => {
    const { context } = appWith({ [MEMBERSHIPS]: wirePage(...memberships) })
    return codeOf(() => requireStillManager(auth({ roles }), 'org_1', context))
  }

  it('S-15: is one as long as the membership is active and has all roles of the token', async () => {
    expect(await still([wireMembership()])).toBe('allowed')
    expect(await still([wireMembership({ roles: [{ slug: 'admin' }, { slug: 'billing' }] })])).toBe('allowed')
    expect(await still([wireMembership({ role: { slug: 'admin' }, roles: undefined })])).toBe('allowed')
    expect(await still([wireMembership({ role: undefined, roles: [{ slug: 'admin' }] })])).toBe('allowed')
    expect(await still([wireMembership({ status: undefined })])).toBe('allowed')
  })

  it.each([
    ['the membership was deleted', [], ['admin']],
    ['it is inactive', [wireMembership({ status: 'inactive' })], ['admin']],
    ['it is pending', [wireMembership({ status: 'pending' })], ['admin']],
    ['it is that of another user', [wireMembership({ user_id: 'user_2' })], ['admin']],
    ['it is in another organization', [wireMembership({ organization_id: 'org_2' })], ['admin']],
    [
      'the role was taken',
      [wireMembership({ role: { slug: 'member' }, roles: [{ slug: 'member' }] })],
      ['admin'],
    ],
    ['one of the roles was taken', [wireMembership()], ['admin', 'billing']],
  ])('S-15: is refused if %s', async (_, memberships, roles) => {
    expect(await still(memberships, roles)).toBe('forbidden')
  })

  it('S-15: is refused without a membership, even if the token has no roles', async () => {
    expect(await still([], [])).toBe('forbidden')
    expect(await still([wireMembership({ role: undefined, roles: [] })], [])).toBe('allowed')
  })
})

describe('a change to another member', () => {
  it('S-15: cannot give a role that the manager may not assign', async () => {
    const { context } = appWith()
    expect(await codeOf(() => requireAssignable(auth(), 'member', context))).toBe('allowed')
    expect(await codeOf(() => requireAssignable(auth(), 'admin', context))).toBe('role_not_allowed')
  })

  it('S-15: is refused if the member manages the organization by a role that the manager may not assign', async () => {
    const below = (roles: string[], canManage = byRole) => {
      const { context } = appWith({}, { canManage, mayAssign: (_, role) => role === 'editor' })
      const other = member({
        userId: 'user_2',
        role: undefined as never,
        roles: roles.map((slug) => ({ slug })),
      })
      return codeOf(() => requireBelow(auth(), other, context))
    }
    expect(await below([])).toBe('allowed')
    expect(await below(['member'])).toBe('allowed')
    expect(await below(['editor', 'member'])).toBe('allowed')
    expect(await below(['admin'])).toBe('role_not_allowed')
    expect(await below(['member', 'admin'])).toBe('role_not_allowed')
    // The role "admin" manages, even if the app decides by another one.
    expect(await below(['admin'], () => false)).toBe('role_not_allowed')
    expect(await below(['owner'], (who) => who.roles.includes('owner'))).toBe('role_not_allowed')
    expect(await below(['owner'], () => false)).toBe('allowed')
    // A role that the manager may assign is no obstacle, even if it manages.
    expect(await below(['editor'], (who) => who.roles.includes('editor'))).toBe('allowed')
  })

  it('asks the app about the member with the data of that member', async () => {
    const { context, seen } = appWith({}, { mayAssign: () => false })
    await codeOf(() =>
      requireBelow(
        auth({ impersonator: { email: 'x' } }),
        member({ role: { slug: 'owner' }, roles: [] }),
        context,
      ),
    )
    const unknown = member({ userId: 'user_2', role: { slug: 'owner' }, roles: [] })
    await codeOf(() => requireBelow(auth(), unknown, context))
    const known = member({
      ...unknown,
      user: { ...wireUser({ id: 'user_2' }), email: 'omar@orchard.example' } as never,
    })
    await codeOf(() => requireBelow(auth(), known, context))
    expect(
      seen.map(({ who, change }) => [
        who.user.id,
        who.user.email,
        who.role,
        who.roles,
        who.permissions,
        change,
      ]),
    ).toEqual([
      ['user_1', 'nadia@orchard.example', 'owner', ['owner'], [], { action: 'list' }],
      ['user_2', '', 'owner', ['owner'], [], { action: 'list' }],
      ['user_2', 'omar@orchard.example', 'owner', ['owner'], [], { action: 'list' }],
    ])
    expect(seen.map(({ who }) => who.claims)).toMatchObject([
      { sub: 'user_1', role: 'owner', roles: ['owner'], permissions: [] },
      { sub: 'user_2' },
      { sub: 'user_2' },
    ])
    expect(seen.every(({ who }) => who.impersonator === undefined)).toBe(true)
  })
})

const OWN = 'GET /user_management/organization_memberships/om_1'
const ROLES = 'GET /authorization/organizations/org_1/roles'
const UNREADABLE = { status: 403, body: { code: 'forbidden', message: 'No.' } }

/** The roles of an organization as the API sends them, with their permissions. */
const wireRoles = (permissions: Record<string, string[]>) => ({
  data: Object.entries(permissions).map(([slug, own]) => ({
    object: 'role',
    id: `role_${slug}`,
    slug,
    name: slug,
    description: null,
    type: 'EnvironmentRole',
    resource_type_slug: 'organization',
    permissions: own,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  })),
})

describe('a change that could remove the last manager', () => {
  /** The code, and whether the other members were listed. The request has read the membership before it waited. */
  const keep = async (
    others: object[],
    {
      own = wireMembership(),
      rolesAfter = [] as string[],
      mayBeEmpty = false,
      canManage = byRole,
      roles = ['admin'],
      permissions = ['members:manage'],
      known = UNREADABLE as ApiResponse,
    } = {},
  ) => {
    const { context, calls } = appWith(
      { [OWN]: own, [ROLES]: known, [MEMBERSHIPS]: wirePage(wireMembership(), ...others) },
      { canManage },
    )
    let changes = 0
    const change = async () => {
      changes += 1
    }
    const code = await codeOf(() =>
      keepingManager(auth({ roles, permissions }), member(), rolesAfter, context, change, { mayBeEmpty }),
    )
    expect(changes).toBe(code === 'allowed' ? 1 : 0)
    return [code, calls().filter((call) => call === MEMBERSHIPS).length]
  }
  const other = (more: object = {}) => wireMembership({ id: 'om_2', user_id: 'user_2', ...more })
  const plain = { role: { slug: 'member' }, roles: [{ slug: 'member' }] }
  const withRole = (...slugs: string[]) => ({
    role: { slug: slugs[0] },
    roles: slugs.map((slug) => ({ slug })),
  })

  it('P6: is refused unless another active manager is left', async () => {
    expect(await keep([])).toEqual(['last_manager', 1])
    expect(await keep([other(plain)])).toEqual(['last_manager', 1])
    expect(await keep([other({ status: 'inactive' })])).toEqual(['last_manager', 1])
    expect(await keep([other({ status: 'pending' })])).toEqual(['last_manager', 1])
    expect(await keep([other()])).toEqual(['allowed', 1])
    expect(await keep([other(plain), other({ id: 'om_3' })])).toEqual(['allowed', 1])
  })

  it('P6: may leave an organization without any other member, if a user is deleted', async () => {
    expect(await keep([], { mayBeEmpty: true })).toEqual(['allowed', 1])
    expect(await keep([other({ status: 'inactive' })], { mayBeEmpty: true })).toEqual(['allowed', 1])
    expect(await keep([other(plain)], { mayBeEmpty: true })).toEqual(['last_manager', 1])
  })

  it('is made if the member does not manage the organization, or still will', async () => {
    expect(await keep([], { own: wireMembership({ status: 'inactive' }) })).toEqual(['allowed', 0])
    expect(await keep([], { own: wireMembership(plain) })).toEqual(['allowed', 0])
    expect(await keep([], { rolesAfter: ['member', 'admin'] })).toEqual(['allowed', 0])
    expect(await keep([], { rolesAfter: ['member'] })).toEqual(['last_manager', 1])
  })

  it('P6: counts the permissions of the roles that members have now, not those of an older token', async () => {
    const known = wireRoles({ owner: ['members:manage'], manager: ['members:manage'], member: [] })
    // The token is older than the promotion to owner.
    const promoted = { canManage: byPermission, known, roles: ['member'], permissions: [] }
    expect(await keep([other(plain)], { ...promoted, own: wireMembership(withRole('owner')) })).toEqual([
      'last_manager',
      1,
    ])
    // Another role with the same permission manages too.
    const own = wireMembership(withRole('owner'))
    const options = { canManage: byPermission, known, own, roles: ['owner'] }
    expect(await keep([other(withRole('manager'))], options)).toEqual(['allowed', 1])
    expect(await keep([other(withRole('member'))], options)).toEqual(['last_manager', 1])
    expect(await keep([other(withRole('unknown'))], options)).toEqual(['last_manager', 1])
    expect(await keep([], { ...options, rolesAfter: ['manager'] })).toEqual(['allowed', 0])
  })

  it('P6: counts permissions only for members who have all roles of the manager, if roles cannot be read', async () => {
    for (const status of [403, 404, 501]) {
      const known = { status, body: { code: 'code_of_next_year', message: 'No.' } }
      const options = {
        own: wireMembership(withRole('a', 'b')),
        canManage: byPermission,
        roles: ['a', 'b'],
        known,
      }
      expect(await keep([other(withRole('a', 'b'))], options)).toEqual(['allowed', 1])
      expect(await keep([other(withRole('a'))], options)).toEqual(['last_manager', 1])
    }
    const known = { status: 500, body: { code: 'server_error', message: 'No.' } }
    expect(await keep([other()], { known })).toEqual([expect.stringContaining('ApiError'), 0])
  })

  it('P6: is decided by the membership as it is when the request gets its turn', async () => {
    const { context, coordinator } = appWith({
      [OWN]: [wireMembership(plain), wireMembership()],
      [ROLES]: UNREADABLE,
      [MEMBERSHIPS]: wirePage(wireMembership()),
    })
    const stale = member({ role: { slug: 'member' }, roles: [{ slug: 'member' }] })
    const remove = () => codeOf(() => keepingManager(auth(), stale, [], context, async () => {}))
    expect(await remove()).toBe('allowed')
    // Another request has promoted the member since this one has read the membership.
    expect(await remove()).toBe('last_manager')
    expect(await coordinator.acquire('members:org_1', 1)).toBeDefined()
  })

  it('P6: runs alone for its organization, and asks the user to try again if another takes too long', async () => {
    const { context, coordinator, clock } = appWith({
      [OWN]: wireMembership({ organization_id: 'org_2' }),
      'GET /authorization/organizations/org_2/roles': UNREADABLE,
      [MEMBERSHIPS]: wirePage(other()),
    })
    await coordinator.acquire('members:org_1', 60_000)
    // Each wait passes at once.
    const patient = {
      now: clock.now,
      after: (ms: number, task: () => void) => {
        clock.advance(ms)
        queueMicrotask(task)
        return () => {}
      },
    }
    const waiting = codeOf(() =>
      keepingManager(auth(), member(), [], { ...context, clock: patient }, async () => {}),
    )
    expect(await waiting).toBe('conflict')
    const another = member({ organizationId: 'org_2' })
    expect(await codeOf(() => keepingManager(auth(), another, [], context, async () => {}))).toBe('allowed')
  })

  it('P6: is refused while the coordinator is down, or if the lease was lost', async () => {
    const { context, coordinator, clock } = appWith({
      [OWN]: wireMembership(),
      [ROLES]: UNREADABLE,
      [MEMBERSHIPS]: wirePage(other()),
    })
    const down = {
      ...coordinator,
      acquire: () => Promise.reject(new Error('down')),
    }
    const change = () =>
      codeOf(() => keepingManager(auth(), member(), [], { ...context, coordinator: down }, async () => {}))
    expect(await change()).toBe('service_unavailable')
    const lost = {
      ...coordinator,
      acquire: async () => {
        clock.advance(1_500)
        return { extend: async () => false, release: async () => {} }
      },
    }
    expect(
      await codeOf(() =>
        keepingManager(auth(), member(), [], { ...context, coordinator: lost }, async () => {}),
      ),
    ).toBe('service_unavailable')
  })
})

describe('the deletion of a user', () => {
  const rolesOf = (organization: string) => `GET /authorization/organizations/${organization}/roles`

  it('P6: is checked in each organization, in the order of their ids, with the roles and permissions there', async () => {
    const editor = { role: { slug: 'editor' }, roles: [{ slug: 'editor' }] }
    const { context, sent, seen } = appWith(
      {
        [MEMBERSHIPS]: [
          wirePage(
            wireMembership({ id: 'om_b', organization_id: 'org_b', ...editor }),
            wireMembership({ id: 'om_a', organization_id: 'org_a' }),
            wireMembership({ id: 'om_c', organization_id: 'org_c', status: 'inactive' }),
            wireMembership({ id: 'om_d', organization_id: 'org_d', user_id: 'user_9' }),
          ),
          wirePage(wireMembership({ id: 'om_9', user_id: 'user_2', organization_id: 'org_a' })),
        ],
        [OWN.replace('om_1', 'om_a')]: wireMembership({ id: 'om_a', organization_id: 'org_a' }),
        [OWN.replace('om_1', 'om_b')]: wireMembership({ id: 'om_b', organization_id: 'org_b', ...editor }),
        [rolesOf('org_a')]: wireRoles({ admin: ['members:manage', 'x'], editor: ['y'] }),
        [rolesOf('org_b')]: wireRoles({ admin: ['members:manage'], editor: ['y', 'y'] }),
      },
      { canManage: byPermission },
    )
    let deleted = 0
    const remove = async () => {
      deleted += 1
    }
    expect(await codeOf(() => keepingManagers(auth(), context, remove))).toBe('allowed')
    expect(deleted).toBe(1)
    expect(sent.map(({ call, query }) => [call, query.organization_id ?? query.user_id])).toEqual([
      [MEMBERSHIPS, 'user_1'],
      [OWN.replace('om_1', 'om_a'), undefined],
      [rolesOf('org_a'), undefined],
      [MEMBERSHIPS, 'org_a'],
      [OWN.replace('om_1', 'om_b'), undefined],
      [rolesOf('org_b'), undefined],
    ])
    const own = seen.filter(({ who }) => who.user.id === 'user_1' && who.roles.length > 0)
    expect(own.map(({ who }) => [who.organizationId, who.role, who.permissions, who.claims.org_id])).toEqual([
      ['org_a', 'admin', ['members:manage', 'x'], 'org_a'],
      ['org_b', 'editor', ['y'], 'org_b'],
    ])
  })

  it('P6: is refused if one organization would have members but no manager', async () => {
    const plain = { role: { slug: 'member' }, roles: [{ slug: 'member' }] }
    const { context } = appWith({
      [MEMBERSHIPS]: [
        wirePage(
          wireMembership({ id: 'om_b', organization_id: 'org_b' }),
          wireMembership({ id: 'om_a', organization_id: 'org_a' }),
        ),
        wirePage(),
        wirePage(wireMembership({ id: 'om_9', user_id: 'user_2', organization_id: 'org_b', ...plain })),
      ],
      [OWN.replace('om_1', 'om_a')]: wireMembership({ id: 'om_a', organization_id: 'org_a' }),
      [OWN.replace('om_1', 'om_b')]: wireMembership({ id: 'om_b', organization_id: 'org_b' }),
      [rolesOf('org_a')]: wireRoles({ admin: [] }),
      [rolesOf('org_b')]: wireRoles({ admin: [] }),
    })
    let deleted = 0
    const work = keepingManagers(auth(), context, async () => {
      deleted += 1
    })
    expect([await codeOf(() => work), deleted]).toEqual(['last_manager', 0])
  })

  it('deletes a user without memberships', async () => {
    const { context } = appWith({ [MEMBERSHIPS]: wirePage() })
    let deleted = 0
    await keepingManagers(auth(), context, async () => {
      deleted += 1
    })
    expect(deleted).toBe(1)
  })
})
