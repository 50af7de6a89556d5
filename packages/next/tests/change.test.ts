import { routerPath } from '@latchkey/core'
import type { AuthState } from '@latchkey/react'
import { describe, expect, it } from 'vitest'
import { changeOf } from '../src/change.ts'

const loading = { isLoaded: false, isSignedIn: false } as unknown as AuthState
const signedOut = (reason: string) => ({ isLoaded: true, isSignedIn: false, reason }) as AuthState
const signedIn = (id: string, organizationId: string | null = null) =>
  ({ isLoaded: true, isSignedIn: true, user: { id }, organizationId }) as AuthState

describe('a change of the session', () => {
  it.each([
    ['a first signed-in state', loading, signedIn('nadia'), undefined, undefined],
    ['a first signed-out state', loading, signedOut('none'), undefined, undefined],
    ['a sign-in', signedOut('none'), signedIn('nadia'), undefined, 'refresh'],
    ['a refresh of the same session', signedIn('nadia', 'a'), signedIn('nadia', 'a'), 'nadia', undefined],
    ['a sign-out', signedIn('nadia'), signedOut('signed-out'), 'nadia', 'load'],
    ['another user', signedIn('nadia'), signedIn('mia'), 'nadia', 'load'],
    ['another organization', signedIn('nadia', 'a'), signedIn('nadia', 'b'), 'nadia', 'load'],
    ['a switch to no organization', signedIn('nadia', 'a'), signedIn('nadia'), 'nadia', 'load'],
    ['an expired session', signedIn('nadia'), signedOut('expired'), 'nadia', undefined],
    ['a new sign-in of the same user', signedOut('expired'), signedIn('nadia'), 'nadia', 'refresh'],
    ['a new sign-in of another user', signedOut('expired'), signedIn('mia'), 'nadia', 'load'],
  ])('%s', (_name, before, after, lastUserId, change) => {
    expect(changeOf(before, after, lastUserId)).toBe(change)
  })
})

describe('a path of the router', () => {
  it.each([
    ['', '/account', '/account'],
    ['/docs', '/docs/account?tab=2', '/account?tab=2'],
    ['/docs', '/docs', '/'],
    ['/docs', '/docs?tab=2', '/?tab=2'],
    ['/docs', '/account', '/account'],
    ['/docs', '/docsify', '/docsify'],
  ])('under "%s", %s is %s', (appPath, path, expected) => {
    expect(routerPath(appPath, path)).toBe(expected)
  })
})
