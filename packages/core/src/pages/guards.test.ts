import { describe, expect, it } from 'vitest'
import { checkRequirement, type Requirement } from '../session/requirement.ts'
import { createGuards } from './guards.ts'

const guards = createGuards<[string], Requirement>(1, (_, requirement) => requirement)

/** A user with every role and permission that a criterion could name by mistake. */
const subject = {
  organizationId: 'org_1',
  roles: ['', 'admin'],
  permissions: ['', 'undefined'],
  authenticatedAt: 0,
}

describe('the guards of a framework', () => {
  it('require what they are named for, in addition to their options', () => {
    expect(guards.requireUser('context')).toEqual({})
    expect(guards.requireOrganization('context')).toEqual({ organization: true })
    expect(guards.requireOrganization('context', { id: 'org_1' })).toEqual({ organization: 'org_1' })
    expect(guards.requireRole('context', 'admin')).toEqual({ role: 'admin' })
    expect(guards.requireRole('context', ['admin', 'owner'])).toEqual({ role: ['admin', 'owner'] })
    expect(guards.requirePermission('context', 'notes:read')).toEqual({ permission: 'notes:read' })
    expect(guards.requireAccess('context', { role: 'admin', freshWithin: 60 })).toEqual({
      role: 'admin',
      freshWithin: 60,
    })
    expect(guards.requireRole('context', 'admin', { returnTo: '/', allowImpersonation: false })).toEqual({
      role: 'admin',
      allowImpersonation: false,
    })
  })

  it.each([
    ['requireRole', undefined],
    ['requireRole', ''],
    ['requirePermission', []],
    ['requirePermission', undefined],
    ['requireAccess', { role: undefined }],
    ['requireAccess', undefined],
  ] as const)('S-05: refuse a criterion that is missing or empty: %s with %j', (name, criterion) => {
    const guard = guards[name] as (context: string, criterion: unknown) => Requirement
    expect(checkRequirement(subject, guard('context', criterion))).toBe('forbidden')
  })

  it('S-05: refuse an organization whose id is missing, and options that do not exist', () => {
    const requirement = guards.requireOrganization('context', { id: undefined as never })
    expect(checkRequirement(subject, requirement)).toBe('forbidden')
    expect(() => guards.requireUser('context', { id: 'org_1' } as never)).toThrow()
    expect(() => guards.requireRole('context', 'admin', { nothing: 1 } as never)).toThrow()
  })

  it('accept the own options of the framework', () => {
    const own = createGuards<[], Requirement>(0, (_, requirement) => requirement, ['failureRedirect'])
    expect(own.requireUser({ failureRedirect: '/' } as never)).toEqual({})
    expect(() => guards.requireUser('context', { failureRedirect: '/' } as never)).toThrow()
  })
})
