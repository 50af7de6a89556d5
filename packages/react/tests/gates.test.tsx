import { act, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { Protect, Show, type ShowProps, SignedIn, SignedOut } from '../src/index.ts'
import { MockAuthProvider, signedIn } from '../src/testing/index.ts'

const state = signedIn({ role: 'member', permissions: ['reports:read'], organizationId: 'org_1' })

async function isShown(gate: ReactNode): Promise<boolean> {
  const view = await act(async () => render(<MockAuthProvider state={state}>{gate}</MockAuthProvider>))
  const shown = screen.queryByText('secret') !== null
  view.unmount()
  return shown
}

describe('gates fail closed', () => {
  const NOTHING: [name: string, when: unknown][] = [
    ['false', false],
    ['0', 0],
    ['-0', -0],
    ['NaN', Number.NaN],
    ['1', 1],
    ['an empty string', ''],
    ['a string that is not a state', 'Signed-in'],
    ['null', null],
    ['undefined', undefined],
    ['a promise', Promise.resolve(true)],
    ['an async function', async () => true],
    ['a function that returns a truthy value', () => 1],
    ['a function that returns nothing', () => {}],
    ['a list', ['member']],
    ['an empty list', []],
    ['an undefined criterion', { role: undefined }],
    ['a null criterion', { role: null }],
    ['an empty criterion', { role: '' }],
    ['an empty list as a criterion', { role: [] }],
    ['a false criterion', { permission: false }],
    ['a misspelled criterion', { permissions: 'reports:read' }],
    ['an undefined criterion next to a valid one', { permission: 'reports:read', role: undefined }],
    ['a role that the user does not have', { role: 'admin' }],
    ['one permission too many', { permission: ['reports:read', 'reports:write'] }],
    ['another organization', { organization: 'org_2' }],
    ['a sign-in that is too old', { freshWithin: 1 }],
    ['the name of a property of every object', { constructor: 'Object' }],
  ]
  it.each(NOTHING)('N2, RE-20: <Show> hides for %s', async (_, when) => {
    expect(await isShown(<Show when={when as ShowProps['when']}>secret</Show>)).toBe(false)
  })

  it.each([
    ['true', true],
    ['signed-in', 'signed-in'],
    ['a role that the user has', { role: 'member' }],
    ['a function that returns true', () => true],
    ['one role of several', { role: ['admin', 'member'] }],
    ['all of several permissions', { permission: ['reports:read'] }],
    ['the active organization', { organization: 'org_1' }],
    ['any organization', { organization: true }],
  ] as [string, ShowProps['when']][])('N2, RE-20: <Show> shows for %s', async (_, when) => {
    expect(await isShown(<Show when={when}>secret</Show>)).toBe(true)
  })

  it.each<[string, ReactNode]>([
    [
      '<Show> with a role',
      <Show key="1" when="signed-in" {...{ role: 'admin' }}>
        secret
      </Show>,
    ],
    [
      '<SignedIn> with a role',
      <SignedIn key="2" {...{ role: 'admin' }}>
        secret
      </SignedIn>,
    ],
    [
      '<SignedIn> with a condition',
      <SignedIn key="3" {...{ condition: undefined }}>
        secret
      </SignedIn>,
    ],
    [
      '<SignedOut> with a condition',
      <SignedOut key="4" {...{ when: true }}>
        secret
      </SignedOut>,
    ],
  ])('N6: %s that is not supported hides the content', async (_, gate) => {
    expect(await isShown(gate)).toBe(false)
  })

  it('N6: <SignedIn> accepts attributes with a hyphen, which are not criteria', async () => {
    expect(await isShown(<SignedIn data-testid="gate">secret</SignedIn>)).toBe(true)
  })

  it.each([
    ['only a role', { role: 'member' }, true],
    ['only a condition', { condition: () => true }, true],
    ['no criterion', {}, true],
    ['both', { role: 'member', condition: () => true }, true],
    ['the condition without the role', { role: 'admin', condition: () => true }, false],
    ['the role without the condition', { role: 'member', condition: () => false }, false],
    ['an undefined condition', { role: 'member', condition: undefined }, false],
    ['an async condition', { condition: async () => true }, false],
    ['an undefined role', { role: undefined }, false],
  ] as [string, object, boolean][])('N6: <Protect> with %s', async (_, props, expected) => {
    expect(await isShown(<Protect {...props}>secret</Protect>)).toBe(expected)
  })
})
