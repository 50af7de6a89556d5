import { describe, expect, it } from 'vitest'
import { defaultRole, roleChoices } from './role-choices.ts'

const role = (slug: string, mayAssign: boolean) => ({ slug, name: slug, description: null, mayAssign })
const ROLES = [role('admin', false), role('editor', true), role('member', true)]

describe('the roles that a member can be given', () => {
  it.each([
    ['all roles that the user can assign', {}, ['editor', 'member']],
    ['the roles that the app names', { only: ['viewer'] }, ['viewer']],
    ['none if the app names none', { only: [] }, []],
    ['the current role, too', { current: 'admin' }, ['admin', 'editor', 'member']],
    ['the current role only once', { current: 'member' }, ['member', 'editor']],
    ['no current role for a member without one', { current: null }, ['editor', 'member']],
  ] as const)('are %s', (_, options, expected) => {
    expect(roleChoices(ROLES, options)).toEqual(expected)
  })

  it('default to member for a new member, or to the first role', () => {
    expect(defaultRole(['editor', 'member'])).toBe('member')
    expect(defaultRole(['editor', 'admin'])).toBe('editor')
    expect(defaultRole([])).toBeUndefined()
  })
})
