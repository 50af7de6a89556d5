import { type AuthClient, createAuthClient } from '@latchkey/core'
import { act, cleanup, render, screen } from '@testing-library/react'
import { Component, type ReactNode, StrictMode, Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import {
  AuthLoading,
  AuthProvider,
  Protect,
  RedirectToSignIn,
  Show,
  SignedIn,
  SignedOut,
  useAuth,
  useAuthEvents,
  useAuthorization,
  useUser,
} from '../src/index.ts'
import { createFakeAuthServer, MockAuthProvider, signedIn, signedOut } from '../src/testing/index.ts'

function clientOf(server: ReturnType<typeof createFakeAuthServer>, more = {}): AuthClient {
  return createAuthClient({ fetch: server.fetch, navigate: () => {}, ...more })
}

/** Renders the value of a hook. */
function Probe({ useValue }: { useValue(): ReactNode }): ReactNode {
  return useValue()
}

function Who(): ReactNode {
  const auth = useAuth()
  return <p>{auth.status === 'signed-in' ? auth.user.email : auth.status}</p>
}

describe('useAuth', () => {
  it('sends no request on mount if the session came from the server', async () => {
    const server = createFakeAuthServer()
    const client = clientOf(server, { initialAuth: signedIn() })
    await act(async () => {
      render(
        <StrictMode>
          <AuthProvider client={client}>
            <Who />
          </AuthProvider>
        </StrictMode>,
      )
    })
    expect(screen.getByText('nadia@orchard.example')).toBeTruthy()
    expect(server.requests).toEqual([])
  })

  it('sends one request for any number of components, even in Strict Mode', async () => {
    const server = createFakeAuthServer({ session: signedIn() })
    await act(async () => {
      render(
        <StrictMode>
          <AuthProvider client={clientOf(server)}>
            <Who />
            <Who />
            <Show when="signed-in">in</Show>
          </AuthProvider>
        </StrictMode>,
      )
    })
    expect(screen.getAllByText('nadia@orchard.example')).toHaveLength(2)
    expect(server.requests).toHaveLength(1)
  })

  it('sends no request if no component needs the session', async () => {
    const server = createFakeAuthServer()
    await act(async () => {
      render(<AuthProvider client={clientOf(server)}>static</AuthProvider>)
    })
    expect(server.requests).toEqual([])
  })

  it('does not render again if a check finds the same session', async () => {
    const server = createFakeAuthServer({ session: signedIn() })
    const client = clientOf(server)
    const renders = vi.fn()
    await act(async () => {
      render(
        <AuthProvider client={client}>
          <Probe
            useValue={() => {
              renders(useAuth().status)
              return null
            }}
          />
        </AuthProvider>,
      )
    })
    const before = renders.mock.calls.length
    await act(() => client.refresh())
    await act(() => client.refresh())
    expect(server.requests).toHaveLength(3)
    expect(renders.mock.calls.length).toBe(before)
  })

  it('gives stable actions and one context value for equal props', async () => {
    const seen = new Set<unknown>()
    const client = clientOf(createFakeAuthServer(), { initialAuth: signedIn() })
    const { rerender } = render(
      <AuthProvider client={client}>
        <Probe
          useValue={() => {
            seen.add(useAuth().signOut)
            return null
          }}
        />
      </AuthProvider>,
    )
    rerender(
      <AuthProvider client={client}>
        <Probe
          useValue={() => {
            seen.add(useAuth().signOut)
            return null
          }}
        />
      </AuthProvider>,
    )
    expect(seen.size).toBe(1)
  })

  it('B7 shows no value of the previous user after another one has signed in', async () => {
    const server = createFakeAuthServer({ session: signedIn() })
    const client = clientOf(server)
    await act(async () => {
      render(
        <AuthProvider client={client}>
          <Who />
        </AuthProvider>,
      )
    })
    const other = signedIn()
    server.session = {
      ...other,
      sessionId: 'session_2',
      user: { ...other.user, id: 'user_2', email: 'tomas@harbor.example' },
    }
    await act(() => client.refresh())
    expect(screen.queryByText('nadia@orchard.example')).toBeNull()
    expect(screen.getByText('tomas@harbor.example')).toBeTruthy()
  })

  it('suspends until the session is known', async () => {
    const server = createFakeAuthServer({ session: signedOut() })
    await act(async () => {
      render(
        <AuthProvider client={clientOf(server)}>
          <Suspense fallback="waiting">
            <Probe useValue={() => useAuth({ suspense: true }).status} />
          </Suspense>
        </AuthProvider>,
      )
    })
    expect(screen.getByText('signed-out')).toBeTruthy()
  })

  it('throws a clear error outside the provider', () => {
    vi.mocked(console.error).mockImplementation(() => {})
    expect(() => render(<Who />)).toThrow('Wrap the app in <AuthProvider>')
    vi.mocked(console.error).mockClear()
  })
})

describe('gates', () => {
  const asMember = { role: 'member' }
  const asAdmin = { role: 'admin' }
  const member = signedIn({ role: 'member', roles: ['member'], permissions: ['billing:read'] })

  it('show neither state while the session is unknown', () => {
    const { container } = render(
      <MockAuthProvider state={null}>
        <SignedIn>in</SignedIn>
        <SignedOut>out</SignedOut>
        <Show when="signed-in" pending="pending" fallback="fallback">
          in
        </Show>
        <AuthLoading>loading</AuthLoading>
      </MockAuthProvider>,
    )
    expect(container.textContent).toBe('pendingloading')
  })

  it('show their content only to users with the role, the permission or a matching predicate', () => {
    const { container } = render(
      <MockAuthProvider state={member}>
        <Show when={{ permission: 'billing:read' }}>a</Show>
        <Show when={{ permission: 'billing:write' }} fallback="b">
          x
        </Show>
        <Show when={(auth) => auth.user.emailVerified}>c</Show>
        <Protect {...asMember}>d</Protect>
        <Protect {...asAdmin} fallback="e">
          x
        </Protect>
        <Protect {...asMember} permission="billing:write">
          x
        </Protect>
        <Protect condition={({ role }) => role === 'member'}>f</Protect>
      </MockAuthProvider>,
    )
    expect(container.textContent).toBe('abcdef')
  })

  it('are available as a hook', () => {
    const { container } = render(
      <MockAuthProvider state={member}>
        <Probe
          useValue={() => {
            const { has } = useAuthorization()
            return String([has({ role: 'member' }), has({ role: 'admin' }), has({ feature: 'beta' })])
          }}
        />
      </MockAuthProvider>,
    )
    expect(container.textContent).toBe('true,false,false')
  })

  it('B5 redirect to the sign-in page once, with the URL to return to', async () => {
    history.replaceState(null, '', '/reports?month=3')
    const navigate = vi.fn()
    await act(async () => {
      render(
        <StrictMode>
          <MockAuthProvider state={signedOut()} navigate={navigate}>
            <RedirectToSignIn />
            <RedirectToSignIn />
          </MockAuthProvider>
        </StrictMode>,
      )
    })
    expect(navigate.mock.calls).toEqual([['/sign-in?returnTo=%2Freports%3Fmonth%3D3', { replace: true }]])
  })

  it('B5 redirect again when the page is visited again', async () => {
    const navigate = vi.fn()
    const client = createAuthClient({
      initialAuth: signedOut(),
      navigate,
      fetch: createFakeAuthServer().fetch,
    })
    const visit = () =>
      act(async () => {
        render(
          <AuthProvider client={client}>
            <RedirectToSignIn />
          </AuthProvider>,
        )
      })
    await visit()
    await visit()
    expect(navigate).toHaveBeenCalledTimes(1)
    cleanup()
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2_000)
    await visit()
    expect(navigate).toHaveBeenCalledTimes(2)
    vi.mocked(performance.now).mockRestore()
  })

  it('B5 stop after three redirects in half a minute, with an explanation', async () => {
    vi.mocked(console.error).mockImplementation(() => {})
    const navigate = vi.fn()
    const once = () =>
      act(async () => {
        render(
          <Explains>
            <MockAuthProvider state={signedOut()} navigate={navigate}>
              <RedirectToSignIn />
            </MockAuthProvider>
          </Explains>,
        )
      })
    for (let time = 0; time < 4; time += 1) await once()
    expect(navigate).toHaveBeenCalledTimes(3)
    expect(document.body.textContent).toContain('keeps redirecting to this page')
    vi.mocked(console.error).mockClear()
  })
})

class Explains extends Component<{ children: ReactNode }, { message?: string }> {
  override state: { message?: string } = {}
  static getDerivedStateFromError = (error: Error) => ({ message: error.message })
  override render(): ReactNode {
    return this.state.message ?? this.props.children
  }
}

describe('events', () => {
  it('report sign-outs that the user did not request', async () => {
    const server = createFakeAuthServer({ session: signedIn() })
    const onEvent = vi.fn()
    const onSessionExpired = vi.fn()
    const received = vi.fn()
    const client = clientOf(server)
    await act(async () => {
      render(
        <AuthProvider client={client} onEvent={onEvent} onSessionExpired={onSessionExpired}>
          <Probe
            useValue={() => {
              useAuthEvents((event) => received(event.type))
              return null
            }}
          />
        </AuthProvider>,
      )
    })
    expect(onSessionExpired).not.toHaveBeenCalled()
    server.session = signedOut('revoked')
    await act(() => client.refresh())
    expect(onEvent).toHaveBeenLastCalledWith({ type: 'signed-out', reason: 'revoked', userId: 'user_nadia' })
    expect(onSessionExpired).toHaveBeenCalledTimes(1)
    expect(received.mock.calls.flat()).toEqual(['signed-in', 'signed-out'])
  })
})

describe('useUser', () => {
  it('saves a name, and shows it everywhere', async () => {
    const first = signedIn()
    const server = createFakeAuthServer({
      session: first,
      routes: {
        'PATCH /me': ({ body }: { body: Record<string, unknown> }) => {
          const user = { ...first.user, ...body }
          server.session = { ...first, user, rev: 2 }
          return { user }
        },
      },
    })
    let update: ReturnType<typeof useUser>['update'] | undefined
    await act(async () => {
      render(
        <AuthProvider client={clientOf(server, { initialAuth: first })}>
          <Probe
            useValue={() => {
              const handle = useUser()
              update = handle.update
              return <p>{handle.user?.firstName}</p>
            }}
          />
        </AuthProvider>,
      )
    })
    await act(async () => {
      await update?.({ firstName: 'Nadja' })
    })
    expect(screen.getByText('Nadja')).toBeTruthy()
  })
})
