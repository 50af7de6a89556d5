import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/index.ts'
import type { SignedIn } from './auth.ts'
import { checkRequirement, type Requirement, readRequirement } from './requirement.ts'

const signedInUser = (more: Partial<SignedIn> = {}) =>
  ({
    organizationId: 'org_1',
    roles: ['member', 'billing'],
    permissions: ['reports:read', 'reports:write'],
    entitlements: ['exports'],
    featureFlags: ['beta'],
    impersonator: undefined,
    authenticatedAt: 1_000_000,
    ...more,
  }) as SignedIn

describe('a requirement', () => {
  it('is met by every signed-in user if it has no criteria', () => {
    expect(checkRequirement(signedInUser({ organizationId: undefined }), {})).toBe('met')
  })

  it('requires all permissions, and one of the roles', () => {
    const auth = signedInUser()
    expect(checkRequirement(auth, { permission: ['reports:read', 'reports:write'] })).toBe('met')
    expect(checkRequirement(auth, { permission: ['reports:read', 'reports:delete'] })).toBe('forbidden')
    expect(checkRequirement(auth, { role: ['admin', 'billing'] })).toBe('met')
    expect(checkRequirement(auth, { role: 'admin' })).toBe('forbidden')
    expect(checkRequirement(auth, { role: [] })).toBe('forbidden')
  })

  it('RE-20: requires one of several organizations, and all of several features', () => {
    const auth = signedInUser()
    expect(checkRequirement(auth, { organization: ['org_0', 'org_1'] })).toBe('met')
    expect(checkRequirement(auth, { organization: ['org_0', 'org_2'] })).toBe('forbidden')
    expect(checkRequirement(auth, { feature: 'beta' })).toBe('met')
    expect(checkRequirement(auth, { feature: ['beta', 'exports'] })).toBe('met')
    expect(checkRequirement(auth, { feature: ['beta', 'gamma'] })).toBe('forbidden')
    const bare = { roles: [], permissions: [], authenticatedAt: 0 }
    expect(checkRequirement(bare, { feature: 'beta' })).toBe('forbidden')
  })

  it('RE-20: requires a sign-in within the given seconds, which an impersonation never meets', () => {
    const auth = signedInUser()
    const at = (seconds: number) => checkRequirement(auth, { freshWithin: 600 }, 1_000_000 + seconds * 1000)
    expect([at(0), at(600), at(600.001), at(-5)]).toEqual(['met', 'met', 'not-fresh', 'met'])
    expect(checkRequirement(auth, { freshWithin: 600 })).toBe('not-fresh')
    expect(checkRequirement(auth, { freshWithin: 600, role: 'admin' }, 1_000_000)).toBe('forbidden')
    const unknown = signedInUser({ authenticatedAt: Number.NaN })
    expect(checkRequirement(unknown, { freshWithin: 600 }, 1_000_000)).toBe('not-fresh')
    const acting = signedInUser({ impersonator: { email: 'help@example.com', reason: null } })
    expect(checkRequirement(acting, { freshWithin: 600 }, 1_000_000)).toBe('forbidden')
  })

  it('is met only if all its criteria are met', () => {
    expect(checkRequirement(signedInUser(), { role: 'member', permission: 'reports:delete' })).toBe(
      'forbidden',
    )
  })

  it('distinguishes users without an active organization from users in another one', () => {
    const nowhere = signedInUser({ organizationId: undefined })
    expect(checkRequirement(nowhere, { organization: true })).toBe('no-organization')
    expect(checkRequirement(nowhere, { organization: 'org_1' })).toBe('no-organization')
    const refused = signedInUser({ organizationId: undefined, refusedOrganizationId: 'org_1' })
    expect(checkRequirement(refused, { organization: true })).toBe('forbidden')
    expect(checkRequirement(refused, {})).toBe('met')
    expect(checkRequirement(signedInUser(), { organization: true })).toBe('met')
    expect(checkRequirement(signedInUser(), { organization: 'org_1' })).toBe('met')
    expect(checkRequirement(signedInUser(), { organization: 'org_2' })).toBe('forbidden')
  })

  it('allows impersonation unless it excludes impersonation', () => {
    const acting = signedInUser({ impersonator: { email: 'help@example.com', reason: null } })
    expect(checkRequirement(acting, {})).toBe('met')
    expect(checkRequirement(acting, { allowImpersonation: false })).toBe('forbidden')
    expect(checkRequirement(signedInUser(), { allowImpersonation: false })).toBe('met')
  })
})

/** Values that a criterion can have after a failed lookup, a missing setting or a typo. */
const NOTHING = [
  undefined,
  null,
  '',
  '  ',
  [],
  [undefined],
  [null],
  [''],
  ['admin', ''],
  ['admin', undefined],
]
const NO_NAMES = [...NOTHING, false, 0, Number.NaN, 1, {}, () => 'admin', Symbol('admin'), new Set(['admin'])]

const UNUSABLE: [requirement: unknown][] = [
  ...['role', 'permission', 'feature'].flatMap((key) =>
    [...NO_NAMES, true, [true]].map((value): [unknown] => [{ [key]: value }]),
  ),
  ...[...NO_NAMES, [true]].map((value): [unknown] => [{ organization: value }]),
  ...[undefined, null, '', '600', 0, -1, Number.NaN, Infinity, true, false, [600]].map((value): [unknown] => [
    { freshWithin: value },
  ]),
  ...[undefined, null, '', 'false', 0, 1, []].map((value): [unknown] => [{ allowImpersonation: value }]),
  // biome-ignore lint/suspicious/noSparseArray: a hole is not a role
  [{ role: ['member', ,] }],
  ...[undefined, null, 'member', '', 0, true, [], ['member'], () => true, new Map([['role', 'admin']])].map(
    (value): [unknown] => [value],
  ),
  [Object.create({ role: 'admin' })],
  ...[
    'roles',
    'permissions',
    'featureFlag',
    'entitlement',
    'Role',
    'unknown',
    'constructor',
    '__proto__',
  ].map((key): [unknown] => [Object.defineProperty({}, key, { value: 'member', enumerable: true })]),
  [{ [Symbol('role')]: 'member' }],
  [Object.defineProperty({}, 'roles', { value: 'member' })],
]

describe('a requirement with a missing value', () => {
  it.each(UNUSABLE)('P1, S-05, N5: no user meets %j, and defining it is an error', (requirement) => {
    expect(checkRequirement(signedInUser(), requirement as Requirement, 1_000_000)).toBe('forbidden')
    expect(() => readRequirement(requirement)).toThrow(ConfigError)
  })

  it('S-05: is refused with an error that names the criterion, its place and the fix', () => {
    const read = () => readRequirement({ role: 'member', permission: undefined }, "guard.routes['/admin']")
    expect(read).toThrow(
      "guard.routes['/admin']: permission must be a permission, or a list of permissions. Omit it if it does not matter.",
    )
    expect(read).toThrow(expect.objectContaining({ code: 'option_invalid', option: 'permission' }))
    expect(() => readRequirement({ roles: 'admin' })).toThrow(
      'The requirement: roles is not a criterion. The criteria are organization, role, permission, feature, freshWithin, allowImpersonation.',
    )
    expect(() => readRequirement('admin')).toThrow('it must be an object such as { role: "admin" }.')
  })

  it('S-05: never allows a user that the other criteria deny, and does not change a complete requirement', () => {
    const name = fc.constantFrom('member', 'admin', 'org_1', 'reports:read', 'beta', 'nothing')
    const names = fc.oneof(name, fc.array(name, { minLength: 1, maxLength: 3 }))
    const whole = fc.record(
      {
        organization: fc.oneof(fc.constant(true as const), names),
        role: names,
        permission: names,
        feature: names,
        freshWithin: fc.integer({ min: 1, max: 1_000 }),
        allowImpersonation: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    const key = fc.constantFrom('organization', 'role', 'permission', 'feature', 'freshWithin', 'roles')
    fc.assert(
      fc.property(
        whole,
        key,
        fc.constantFrom(...NOTHING, false, 0, Number.NaN),
        (requirement, at, nothing) => {
          expect(readRequirement(requirement)).toBe(requirement)
          expect(checkRequirement(signedInUser(), { ...requirement, [at]: nothing }, 1_000_000)).toBe(
            'forbidden',
          )
        },
      ),
    )
  })
})
