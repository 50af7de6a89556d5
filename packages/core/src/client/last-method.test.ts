import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isLastMethod, noteMethod } from './last-method.ts'

const entries = new Map<string, string>()
beforeEach(() => {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => entries.set(key, value),
  })
})
afterEach(() => {
  entries.clear()
  vi.unstubAllGlobals()
})

describe('the last sign-in method', () => {
  it('V1: is stored only as its name', () => {
    noteMethod({ authenticationMethod: 'GoogleOAuth', impersonator: null })
    expect([...entries]).toEqual([['latchkey:method', 'GoogleOAuth']])
  })

  it('V1: is not stored during impersonation', () => {
    noteMethod({ authenticationMethod: 'Impersonation', impersonator: {} })
    noteMethod({ authenticationMethod: null, impersonator: null })
    expect([...entries]).toEqual([])
  })

  it.each([
    ['Password', 'password'],
    ['MagicAuth', 'code'],
    ['SSO', 'sso'],
    ['GithubOAuth', 'GitHubOAuth'],
  ])('%s is the method of the button for %s', (authenticationMethod, button) => {
    expect(isLastMethod(button)).toBe(false)
    noteMethod({ authenticationMethod, impersonator: null })
    expect(isLastMethod(button)).toBe(true)
    expect(isLastMethod('AppleOAuth')).toBe(false)
  })

  it('is not stored if storage is blocked', () => {
    vi.stubGlobal('localStorage', undefined)
    noteMethod({ authenticationMethod: 'Password', impersonator: null })
    expect(isLastMethod('password')).toBe(false)
  })
})
