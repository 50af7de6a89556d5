import { describe, expect, it } from 'vitest'
import type { OrganizationMembership } from '../../src/api/index.ts'
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

const member = (more: Partial<OrganizationMembership> = {}) =>
  ({
    id: 'om_1',
    userId: 'user_1',
    organizationId: 'org_1',
    status: 'active',
    role: { slug: 'admin' },
    roles: [{ slug: 'admin' }],
    ...more,
  }) as OrganizationMembership

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

describe('a change that could remove the last manager', () => {
  const keep = async (
    others: object[],
    {
      own = member(),
      rolesAfter = [] as string[],
      mayBeEmpty = false,
      canManage = byRole,
      roles = ['admin'],
      permissions = ['members:manage'],
    } = {},
  ) => {
    const { context, calls } = appWith(
      { [MEMBERSHIPS]: wirePage(wireMembership({ id: own.id }), ...others) },
      { canManage },
    )
    let changes = 0
    const change = async () => {
      changes += 1
    }
    const code = await codeOf(() =>
      keepingManager(auth({ roles, permissions }), own, rolesAfter, context, change, { mayBeEmpty }),
    )
    expect(changes).toBe(code === 'allowed' ? 1 : 0)
    return [code, calls().length]
  }
  const other = (more: object = {}) => wireMembership({ id: 'om_2', user_id: 'user_2', ...more })
  const plain = { role: { slug: 'member' }, roles: [{ slug: 'member' }] }

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

  it('is made at once if the member does not manage the organization, or still will', async () => {
    expect(await keep([], { own: member({ status: 'inactive' }) })).toEqual(['allowed', 0])
    expect(await keep([], { own: member({ role: { slug: 'member' }, roles: [] }) })).toEqual(['allowed', 0])
    expect(await keep([], { rolesAfter: ['member', 'admin'] })).toEqual(['allowed', 0])
    expect(await keep([], { rolesAfter: ['member'] })).toEqual(['last_manager', 1])
  })

  it('P6: counts permissions only for members who have all roles of the manager', async () => {
    const both = { role: { slug: 'a' }, roles: [{ slug: 'a' }, { slug: 'b' }] }
    const own = member(both as never)
    const options = { own, canManage: byPermission, roles: ['a', 'b'] }
    expect(await keep([other(both)], options)).toEqual(['allowed', 1])
    expect(await keep([other({ role: { slug: 'a' }, roles: [{ slug: 'a' }] })], options)).toEqual([
      'last_manager',
      1,
    ])
  })

  it('P6: runs alone for its organization, and asks the user to try again if another takes too long', async () => {
    const { context, coordinator, clock } = appWith({ [MEMBERSHIPS]: wirePage(other()) })
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
    const { context, coordinator, clock } = appWith({ [MEMBERSHIPS]: wirePage(other()) })
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
  const roles = (...slugs: [string, string[]][]) => ({
    data: slugs.map(([slug, permissions]) => ({
      object: 'role',
      id: `role_${slug}`,
      slug,
      name: slug,
      description: null,
      type: 'EnvironmentRole',
      resource_type_slug: 'organization',
      permissions,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    })),
  })
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
        [rolesOf('org_a')]: roles(['admin', ['members:manage', 'x']], ['editor', ['y']]),
        [rolesOf('org_b')]: roles(['admin', ['members:manage']], ['editor', ['y', 'y']]),
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
      [rolesOf('org_a'), undefined],
      [MEMBERSHIPS, 'org_a'],
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
      [rolesOf('org_a')]: roles(['admin', []]),
      [rolesOf('org_b')]: roles(['admin', []]),
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
