import { describe, expect, it } from 'vitest'
import { defaultRole, roleChoices } from './role-choices.ts'

const role = (slug: string, mayAssign: boolean) => ({ slug, name: slug, description: null, mayAssign })
const ROLES = [role('admin', false), role('editor', true), role('member', true)]

describe('the roles that a member can be given', () => {
  it.each([
    ['all that the user can assign', {}, ['editor', 'member']],
    ['those that the app names', { only: ['viewer'] }, ['viewer']],
    ['none if the app names none', { only: [] }, []],
    ['the current one as well', { current: 'admin' }, ['admin', 'editor', 'member']],
    ['the current one once', { current: 'member' }, ['member', 'editor']],
    ['nothing for a member without a role', { current: null }, ['editor', 'member']],
  ] as const)('are %s', (_, options, expected) => {
    expect(roleChoices(ROLES, options)).toEqual(expected)
  })

  it('begin with member for a new one, or with the first', () => {
    expect(defaultRole(['editor', 'member'])).toBe('member')
    expect(defaultRole(['editor', 'admin'])).toBe('editor')
    expect(defaultRole([])).toBeUndefined()
  })
})
