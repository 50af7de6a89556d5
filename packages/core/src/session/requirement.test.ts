import { describe, expect, it } from 'vitest'
import type { SignedIn } from './auth.ts'
import { checkRequirement } from './requirement.ts'

const somebody = (more: Partial<SignedIn> = {}) =>
  ({
    organizationId: 'org_1',
    roles: ['member', 'billing'],
    permissions: ['reports:read', 'reports:write'],
    impersonator: undefined,
    ...more,
  }) as SignedIn

describe('a requirement', () => {
  it('is met by everybody who is signed in, when it asks for nothing', () => {
    expect(checkRequirement(somebody({ organizationId: undefined }), {})).toBe('met')
    expect(checkRequirement(somebody(), { role: undefined, permission: undefined })).toBe('met')
  })

  it('asks for all permissions, and for one of the roles', () => {
    const auth = somebody()
    expect(checkRequirement(auth, { permission: ['reports:read', 'reports:write'] })).toBe('met')
    expect(checkRequirement(auth, { permission: ['reports:read', 'reports:delete'] })).toBe('forbidden')
    expect(checkRequirement(auth, { role: ['admin', 'billing'] })).toBe('met')
    expect(checkRequirement(auth, { role: 'admin' })).toBe('forbidden')
    expect(checkRequirement(auth, { role: [] })).toBe('forbidden')
  })

  it('holds only when everything it names does', () => {
    expect(checkRequirement(somebody(), { role: 'member', permission: 'reports:delete' })).toBe('forbidden')
  })

  it('tells who has to open an organization from who is in another one', () => {
    const nowhere = somebody({ organizationId: undefined })
    expect(checkRequirement(nowhere, { organization: true })).toBe('no-organization')
    expect(checkRequirement(nowhere, { organization: 'org_1' })).toBe('no-organization')
    const refused = somebody({ organizationId: undefined, refusedOrganizationId: 'org_1' })
    expect(checkRequirement(refused, { organization: true })).toBe('forbidden')
    expect(checkRequirement(refused, {})).toBe('met')
    expect(checkRequirement(somebody(), { organization: true })).toBe('met')
    expect(checkRequirement(somebody(), { organization: 'org_1' })).toBe('met')
    expect(checkRequirement(somebody(), { organization: 'org_2' })).toBe('forbidden')
  })

  it('lets somebody through who acts as the user, unless it says otherwise', () => {
    const acting = somebody({ impersonator: { email: 'help@example.com', reason: null } })
    expect(checkRequirement(acting, {})).toBe('met')
    expect(checkRequirement(acting, { allowImpersonation: false })).toBe('forbidden')
    expect(checkRequirement(somebody(), { allowImpersonation: false })).toBe('met')
  })
})
