import { screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { Protect, useAccessToken, useSessions } from '../src/index.ts'
import { cleanup, createFakeAuthServer, renderWithAuth, signedIn } from '../src/testing/index.ts'

function Page() {
  const { sessions } = useSessions()
  const { token } = useAccessToken()
  return (
    <p>
      {sessions.data.length} sessions, {token}
    </p>
  )
}

describe('the helpers for tests', () => {
  it('RE-12: signedIn({ role }) returns a session with the role', async () => {
    expect(signedIn({ role: 'admin' }).roles).toEqual(['admin'])
    expect(signedIn({ role: 'admin', roles: ['admin', 'member'] }).roles).toEqual(['admin', 'member'])
    await renderWithAuth(<Protect {...{ role: 'admin' }}>For admins</Protect>, {
      state: signedIn({ role: 'admin' }),
    })
    expect(screen.getByText('For admins')).toBeTruthy()
    await cleanup()
  })

  it('RE-12: renderWithAuth does not depend on the test setup, and can be unmounted', async () => {
    globalThis.IS_REACT_ACT_ENVIRONMENT = false
    try {
      const { rerender } = await renderWithAuth(<p>One</p>)
      await rerender(<p>Two</p>)
      expect(document.body.textContent).toContain('Two')
      await cleanup()
      expect(document.body.textContent).toBe('')
      expect(globalThis.IS_REACT_ACT_ENVIRONMENT).toBe(false)
    } finally {
      globalThis.IS_REACT_ACT_ENVIRONMENT = true
    }
  })

  it('RE-12: renderWithAuth is unmounted after each test if the runner has a global afterEach', async () => {
    const afterEach = vi.fn()
    vi.stubGlobal('afterEach', afterEach)
    vi.resetModules()
    const again = await import('../src/testing/index.ts')
    vi.unstubAllGlobals()
    expect(afterEach.mock.calls).toEqual([[again.cleanup]])
  })

  it('RE-12: the fake server has empty lists and a token by default', async () => {
    await renderWithAuth(<Page />)
    expect(await screen.findByText('0 sessions, access_token')).toBeTruthy()
    await cleanup()
  })

  it('RE-12: the fake server reports a route without a response', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const server = createFakeAuthServer({ routes: { 'POST /me/factors/verify': {} } })
    await server.fetch('/auth/me/factors/verify', { method: 'POST', body: '{}' })
    expect(warn).not.toHaveBeenCalled()
    await server.fetch('/auth/me/password', { method: 'POST', body: '{}' })
    expect(warn.mock.calls[0]?.[0]).toContain('"POST /me/password"')
  })
})
