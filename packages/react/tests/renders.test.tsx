import { type AuthClient, createAuthClient } from '@latchkey/core'
import { act, render } from '@testing-library/react'
import { memo, type ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import {
  AuthProvider,
  useAccessToken,
  useAuth,
  useAuthorization,
  useFactors,
  useOrganization,
  useOrganizationList,
  useSessions,
  useUser,
} from '../src/index.ts'
import { createFakeAuthServer, signedIn } from '../src/testing/index.ts'
import { SignOutButton } from '../src/ui/index.ts'

function page() {
  const server = createFakeAuthServer({ session: signedIn() })
  const client = createAuthClient({ fetch: server.fetch, navigate: () => {}, initialAuth: signedIn() })
  return { server, client }
}

const Consumer = memo(function Consumer({
  useValue,
  seen,
}: {
  useValue(): unknown
  seen(value: unknown): void
}) {
  seen(useValue())
  return null
})

/** Creates components that call a hook, and counts their renders. */
function consumers(useValue: () => unknown, count = 1_000) {
  const rendered = vi.fn()
  const all = Array.from({ length: count }, (_, index) => (
    <Consumer key={String(index)} useValue={useValue} seen={rendered} />
  ))
  return { all, rendered }
}

const Logo = () => <b>Orchard</b>

/** A provider whose appearance props are inline, and therefore new on every render. */
const App = ({ client, children }: { client: AuthClient; children: ReactNode }) => (
  <AuthProvider
    client={client}
    Link={(props) => <a {...props} />}
    classNames={{ button: 'primary' }}
    components={{ Logo }}
    brand={{ name: 'Orchard' }}
    initialConfig={{ methods: [] } as never}
  >
    {children}
  </AuthProvider>
)

describe('PERF-7: a new render', () => {
  it('PERF-7: does not happen for 1,000 consumers of useAuth if the appearance is inline', () => {
    const { client } = page()
    const { all, rendered } = consumers(useAuth)
    const { rerender } = render(<App client={client}>{all}</App>)
    expect(rendered).toHaveBeenCalledTimes(1_000)
    for (let time = 0; time < 3; time++) rerender(<App client={client}>{all}</App>)
    expect(rendered).toHaveBeenCalledTimes(1_000)
  })

  it('PERF-7: happens for components after a change of the appearance', () => {
    const { client } = page()
    const show = (name: string) => (
      <AuthProvider client={client} classNames={{ inline: name }}>
        <SignOutButton />
      </AuthProvider>
    )
    const { rerender, container } = render(show('one'))
    rerender(show('two'))
    expect(container.querySelector('form')?.className).toBe('two')
  })

  it.each([
    ['useAuth', useAuth],
    ['useUser', useUser],
    ['useAuthorization', useAuthorization],
  ] as const)('PERF-7: does not happen for %s after a refresh of the token', async (_, use) => {
    const { client, server } = page()
    const { all, rendered } = consumers(use)
    render(<AuthProvider client={client}>{all}</AuthProvider>)
    await act(() => client.refresh())
    rendered.mockClear()
    for (const rev of [2, 3]) {
      server.session = signedIn({ rev, expiresAt: rev * 1_000 })
      await act(() => client.refresh())
    }
    expect(client.getState()).toMatchObject({ rev: 3, expiresAt: 3_000 })
    expect(rendered).not.toHaveBeenCalled()
  })

  it('PERF-7: is not needed to read when the current token expires', async () => {
    const { client, server } = page()
    const { all, rendered } = consumers(useAuth, 1)
    render(<AuthProvider client={client}>{all}</AuthProvider>)
    const auth = rendered.mock.lastCall?.[0]
    server.session = signedIn({ rev: 2, expiresAt: 2_000 })
    await act(() => client.refresh())
    expect(auth).toMatchObject({ rev: 2, expiresAt: 2_000 })
  })

  it.each([
    ['another permission', { permissions: ['posts:write'] }],
    ['another role', { role: 'admin' }],
    ['another name', { user: { ...signedIn().user, firstName: 'Ada' } }],
    ['another organization', { organizationId: 'org_2' }],
    ['another session', { sessionId: 'session_2' }],
    ['staleness', { stale: true }],
  ])('PERF-7: happens if a refresh changes %s', async (_, change) => {
    const { client, server } = page()
    const { all, rendered } = consumers(useAuth, 1)
    render(<AuthProvider client={client}>{all}</AuthProvider>)
    server.session = signedIn({ rev: 2, expiresAt: 2_000, ...change })
    await act(() => client.refresh())
    expect(rendered.mock.lastCall?.[0]).toMatchObject(change)
  })

  it('PERF-7: happens for useAccessToken after each refresh', async () => {
    let given = 0
    const server = createFakeAuthServer({
      session: signedIn(),
      routes: { 'GET /token': () => ({ token: `token_${++given}`, expiresAt: 0 }) },
    })
    const client = createAuthClient({ fetch: server.fetch, navigate: () => {}, initialAuth: signedIn() })
    const { all, rendered } = consumers(useAccessToken, 1)
    await act(async () => {
      render(<AuthProvider client={client}>{all}</AuthProvider>)
    })
    const first = rendered.mock.lastCall?.[0].token
    server.session = signedIn({ rev: 2, expiresAt: 2_000 })
    await act(() => client.refresh())
    expect(first).toMatch(/^token_/)
    expect(rendered.mock.lastCall?.[0].token).not.toBe(first)
  })

  it.each([
    ['useAuth', useAuth],
    ['useUser', useUser],
    ['useAuthorization', useAuthorization],
    ['useSessions', useSessions],
    ['useFactors', useFactors],
    ['useOrganization', () => useOrganization({ members: true, invitations: true })],
    ['useOrganizationList', useOrganizationList],
  ] as const)('PERF-7: does not change the functions of %s', async (_, use) => {
    const { client } = page()
    const functions = new Map<string, Set<unknown>>()
    const note = (value: unknown, at = '') => {
      for (const [name, item] of Object.entries(value as object)) {
        const path = `${at}${name}`
        if (typeof item === 'function') functions.set(path, (functions.get(path) ?? new Set()).add(item))
        else if (item && typeof item === 'object' && !Array.isArray(item)) note(item, `${path}.`)
      }
    }
    const seen = vi.fn(note)
    const view = () => (
      <AuthProvider client={client}>
        {/* A new function on every render, so that it renders each time. */}
        <Consumer useValue={use} seen={(value) => seen(value)} />
      </AuthProvider>
    )
    let rerender: (of: ReactNode) => void = () => {}
    await act(async () => {
      rerender = render(view()).rerender
    })
    await act(async () => rerender(view()))
    expect(seen.mock.calls.length).toBeGreaterThan(1)
    for (const [name, identities] of functions) expect([name, identities.size]).toEqual([name, 1])
    expect(functions.size).toBeGreaterThan(0)
  })
})
