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
    ['the first word of a session', loading, signedIn('nadia'), undefined, undefined],
    ['the first word of none', loading, signedOut('none'), undefined, undefined],
    ['a sign-in', signedOut('none'), signedIn('nadia'), undefined, 'refresh'],
    ['the same session, refreshed', signedIn('nadia', 'a'), signedIn('nadia', 'a'), 'nadia', undefined],
    ['a sign-out', signedIn('nadia'), signedOut('signed-out'), 'nadia', 'load'],
    ['another user', signedIn('nadia'), signedIn('mia'), 'nadia', 'load'],
    ['another organization', signedIn('nadia', 'a'), signedIn('nadia', 'b'), 'nadia', 'load'],
    ['no organization any more', signedIn('nadia', 'a'), signedIn('nadia'), 'nadia', 'load'],
    ['a session that ended by itself', signedIn('nadia'), signedOut('expired'), 'nadia', undefined],
    ['the same user again', signedOut('expired'), signedIn('nadia'), 'nadia', 'refresh'],
    ['another user after it', signedOut('expired'), signedIn('mia'), 'nadia', 'load'],
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
  ])('below "%s", %s is %s', (appPath, path, expected) => {
    expect(routerPath(appPath, path)).toBe(expected)
  })
})
