import { createAuthClient } from '@latchkey/core'
import { fa } from '@latchkey/core/locales/fa'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ComponentProps, type ReactNode, StrictMode, Suspense, startTransition, useEffect } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AuthProvider, RedirectToSignIn, useAccessToken, useAuth } from '../src/index.ts'
import { createFakeAuthServer, type FakeAuthServer, signedIn, signedOut } from '../src/testing/index.ts'
import { OAuthButtons, SignIn, SignInButton, SignOutButton, SignUp } from '../src/ui/index.ts'

/** Renders with a client that the provider creates. */
async function show(ui: ReactNode, server: FakeAuthServer = createFakeAuthServer()) {
  vi.stubGlobal('fetch', vi.fn(server.fetch))
  await act(async () => render(ui))
  return { server, user: userEvent.setup() }
}

afterEach(() => vi.unstubAllGlobals())

function Who(): ReactNode {
  return useAuth().user?.email ?? 'nobody'
}

function Hinted(): ReactNode {
  const auth = useAuth()
  return `hints at ${auth.status === 'loading' && auth.hint}`
}

function Where(): ReactNode {
  const auth = useAuth()
  return `in ${auth.isSignedIn ? auth.organizationId : 'nothing'}`
}

const Suspended = ({ organizationId }: { organizationId?: string }): ReactNode => (
  <AuthProvider organizationId={organizationId}>
    <Suspense fallback="…">
      <SuspendedWhere />
    </Suspense>
  </AuthProvider>
)

function SuspendedWhere(): ReactNode {
  const auth = useAuth({ suspense: true })
  return `suspended in ${auth.isSignedIn ? auth.organizationId : 'nothing'}`
}

function WatchToken({ seen }: { seen: string[] }): ReactNode {
  const auth = useAuth()
  const { token } = useAccessToken()
  if (auth.isSignedIn) seen.push(`${auth.organizationId} ${token}`)
  return (
    <button type="button" onClick={() => auth.switchOrganization('org_2')}>
      Switch
    </button>
  )
}

/** Records the state of each render, and requests a token whenever `getToken` changes. */
function Watch({ organizationId, seen }: { organizationId: string; seen: string[] }): ReactNode {
  const auth = useAuth()
  const { getToken } = auth
  seen.push(`${organizationId}: ${auth.isSignedIn ? auth.organizationId : auth.status}`)
  useEffect(() => {
    getToken().catch(() => {})
  }, [getToken])
  return null
}

const components = {
  Button: (props: ComponentProps<'button'>) => <button {...props} data-own="button" />,
  Input: (props: ComponentProps<'input'>) => <input {...props} data-own="input" />,
  Logo: () => <p>Orchard</p>,
  ProviderIcon: ({ provider }: { provider: string }) => <i>{provider}</i>,
}

const address = (name: string) => screen.getByRole('link', { name }).getAttribute('href')

describe('<AuthProvider>', () => {
  it('sends requests to the path of the handler', async () => {
    const server = createFakeAuthServer({ basePath: '/api/auth', session: signedIn() })
    await show(
      <AuthProvider basePath="/api/auth">
        <Who />
      </AuthProvider>,
      server,
    )
    expect(server.requests[0]?.path).toBe('/session')
    expect(screen.getByText('nadia@orchard.example')).toBeTruthy()
  })

  it.each([
    ['shop', 'in'],
    ['admin', 'out'],
  ])('BUG-05: reads the hint of the handler with the cookie name %s', (cookieName, hint) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the hint is a cookie that scripts can read
    for (const cookie of ['shop-hint=3.in', 'admin-hint=4.out']) document.cookie = cookie
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    render(
      <AuthProvider cookieName={cookieName}>
        <Hinted />
      </AuthProvider>,
    )
    expect(screen.getByText(`hints at ${hint}`)).toBeTruthy()
    // biome-ignore lint/suspicious/noDocumentCookie: deletes the cookies again
    for (const name of ['shop', 'admin']) document.cookie = `${name}-hint=; max-age=0`
  })

  it('sends no request if the session is passed', async () => {
    const { server } = await show(
      <AuthProvider initialAuth={signedIn()}>
        <Who />
      </AuthProvider>,
    )
    expect(screen.getByText('nadia@orchard.example')).toBeTruthy()
    expect(server.requests).toEqual([])
  })

  it('sends no request for the first step if the configuration is passed', async () => {
    const { server } = await show(
      <AuthProvider
        initialAuth={signedOut()}
        initialConfig={{ methods: ['code'], providers: ['GitHubOAuth'], signUp: true }}
      >
        <SignIn />
        <OAuthButtons />
      </AuthProvider>,
    )
    expect(screen.getAllByRole('link', { name: 'Continue with GitHub' })).toHaveLength(2)
    expect(screen.queryByLabelText('Password')).toBeNull()
    expect(server.requests).toEqual([])
  })

  it('shows immediately that sign-ups are closed, even if another error occurred', async () => {
    history.replaceState(null, '', '/sign-up?error=flow_not_found')
    const { server } = await show(
      <AuthProvider
        initialAuth={signedOut()}
        initialConfig={{ methods: ['code'], providers: ['GitHubOAuth'], signUp: false }}
      >
        <SignUp />
      </AuthProvider>,
    )
    history.replaceState(null, '', '/')
    expect(screen.getByText('Sign-ups are currently closed.')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
    expect(server.requests).toEqual([])
  })

  it('pins its tab to the given organization, switches it to another one, and unpins it again', async () => {
    const server = createFakeAuthServer({ session: signedIn({ organizationId: 'org_1' }) })
    vi.stubGlobal('fetch', server.fetch)
    const page = (organizationId?: string) => (
      <AuthProvider organizationId={organizationId}>
        <Where />
      </AuthProvider>
    )
    const { rerender } = await act(async () => render(page('org_2')))
    expect(screen.getByText('in org_2')).toBeTruthy()
    await act(async () => rerender(page('org_3')))
    expect(screen.getByText('in org_3')).toBeTruthy()
    await act(async () => rerender(page()))
    expect(screen.getByText('in org_1')).toBeTruthy()
    expect(server.requests.map(({ organizationId }) => organizationId)).toEqual(['org_2', 'org_3', undefined])
  })

  it('sends no request for the organization from the server, and one request for another organization', async () => {
    const page = (organizationId: string) => (
      <AuthProvider organizationId={organizationId} initialAuth={signedIn({ organizationId: 'org_2' })}>
        <Where />
      </AuthProvider>
    )
    expect((await show(page('org_2'))).server.requests).toHaveLength(0)
    const server = createFakeAuthServer({ session: signedIn() })
    await show(page('org_3'), server)
    expect(server.requests.map(({ path }) => path)).toEqual(['/session'])
  })

  it('shows no data of the previous organization after a change', async () => {
    const server = createFakeAuthServer({
      session: signedIn(),
      routes: { 'GET /organizations': { data: [], after: null, before: null } },
    })
    vi.stubGlobal('fetch', server.fetch)
    const seen: string[] = []
    const page = (organizationId: string) => (
      <StrictMode>
        <AuthProvider organizationId={organizationId}>
          <Watch organizationId={organizationId} seen={seen} />
        </AuthProvider>
      </StrictMode>
    )
    const { rerender } = await act(async () => render(page('org_2')))
    await act(async () => rerender(page('org_3')))
    await act(async () => rerender(page('org_2')))
    expect([...new Set(seen)].sort()).toEqual([
      'org_2: loading',
      'org_2: org_2',
      'org_3: loading',
      'org_3: org_3',
    ])
    const requested = server.requests.filter(({ path }) => path === '/token').map((one) => one.organizationId)
    expect([...new Set(requested)]).toEqual(['org_2', 'org_3'])
  })

  it('sends one request for each organization, even with suspense and transitions', async () => {
    const server = createFakeAuthServer({ session: signedIn({ organizationId: 'org_1' }) })
    vi.stubGlobal('fetch', server.fetch)
    const { rerender } = await act(async () => render(<Suspended />))
    expect(screen.getByText('suspended in org_1')).toBeTruthy()
    expect(server.requests.map(({ path }) => path)).toEqual(['/session'])
    for (const organizationId of ['org_2', 'org_3']) {
      await act(async () => startTransition(() => rerender(<Suspended organizationId={organizationId} />)))
      expect(screen.getByText(`suspended in ${organizationId}`)).toBeTruthy()
    }
    expect(server.requests).toHaveLength(3)
  })

  it('never gives a component another organization’s token, not even for one render', async () => {
    const server = createFakeAuthServer({
      session: signedIn({ organizationId: 'org_1' }),
      routes: {
        'POST /organization/switch': signedIn({ organizationId: 'org_2', rev: 2 }),
        'GET /token': () => ({ token: `token ${server.requests.length}`, expiresAt: Date.now() + 300_000 }),
      },
    })
    const seen: string[] = []
    const { user } = await show(
      <AuthProvider>
        <WatchToken seen={seen} />
      </AuthProvider>,
      server,
    )
    await user.click(screen.getByRole('button', { name: 'Switch' }))
    const tokensOf = (organizationId: string) =>
      new Set(seen.filter((line) => line.startsWith(organizationId)).map((line) => line.slice(6)))
    expect(tokensOf('org_1')).toEqual(new Set(['null', 'token 2']))
    expect(tokensOf('org_2')).toEqual(new Set(['null', 'token 4']))
  })

  it('does not change the organization of the app’s own client', async () => {
    const server = createFakeAuthServer({ session: signedIn() })
    const client = createAuthClient({ fetch: server.fetch, organizationId: 'org_2' })
    await act(async () =>
      render(
        <AuthProvider client={client} organizationId="org_3">
          <Where />
        </AuthProvider>,
      ),
    )
    expect(screen.getByText('in org_2')).toBeTruthy()
    client.dispose()
  })

  it('navigates to the app’s own pages with the latest `navigate`', async () => {
    const first = vi.fn()
    const latest = vi.fn()
    const page = (navigate: typeof first) => (
      <AuthProvider initialAuth={signedOut()} navigate={navigate} signInUrl="/login">
        <SignInButton returnTo="/reports" />
      </AuthProvider>
    )
    const { rerender } = render(page(first))
    rerender(page(latest))
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(first).not.toHaveBeenCalled()
    expect(latest.mock.calls[0]?.[0]).toBe('/login?returnTo=%2Freports')
  })

  it('redirects users who must sign in to the app’s own page', async () => {
    const navigate = vi.fn()
    await show(
      <AuthProvider initialAuth={signedOut()} navigate={navigate} signInUrl="/login">
        <RedirectToSignIn />
      </AuthProvider>,
    )
    expect(navigate.mock.calls).toEqual([['/login?returnTo=%2F', { replace: true }]])
    const client = createAuthClient({ initialAuth: signedOut(), navigate })
    await show(
      <AuthProvider client={client} signInUrl="/enter">
        <RedirectToSignIn />
      </AuthProvider>,
    )
    expect(navigate).toHaveBeenLastCalledWith('/enter?returnTo=%2F', { replace: true })
    client.dispose()
  })

  it('links to the app’s own pages with the app’s own link component', async () => {
    const links = vi.fn((props: ComponentProps<'a'>) => <a {...props} data-own="" />)
    await show(
      <AuthProvider
        initialAuth={signedOut()}
        signInUrl="/login"
        signUpUrl="/join"
        forgotPasswordUrl="/lost"
        Link={links}
      >
        <SignIn />
        <SignUp />
      </AuthProvider>,
    )
    expect(address('Create account')).toBe('/join')
    expect(address('Sign in')).toBe('/login')
    expect(address('Forgot your password?')).toBe('/lost')
    expect(screen.getByRole('link', { name: 'Sign in' }).dataset.own).toBe('')
  })

  it('opens afterSignInUrl if no page was requested', async () => {
    const navigate = vi.fn()
    const { user } = await show(
      <AuthProvider initialAuth={signedOut()} afterSignInUrl="/welcome" navigate={navigate}>
        <SignIn />
      </AuthProvider>,
    )
    await user.type(screen.getByLabelText('Email address'), 'nadia@orchard.example')
    await user.type(screen.getByLabelText('Password'), 'lantern-quartz{Enter}')
    expect(navigate).toHaveBeenCalledWith('/welcome', { replace: false })
  })

  it('returns users to the requested page, even after a sign-up', async () => {
    history.replaceState(null, '', '/sign-in?returnTo=%2Freports')
    const navigate = vi.fn()
    const { user } = await show(
      <AuthProvider initialAuth={signedOut()} afterSignInUrl="/welcome" navigate={navigate}>
        <SignIn />
        <SignUp />
      </AuthProvider>,
    )
    history.replaceState(null, '', '/')
    expect(address('Create account')).toBe('/sign-up?returnTo=%2Freports')
    expect(address('Sign in')).toBe('/sign-in?returnTo=%2Freports')
    await user.type(screen.getAllByLabelText('Email address')[0] as HTMLElement, 'nadia@orchard.example')
    await user.type(screen.getAllByLabelText('Password')[0] as HTMLElement, 'lantern-quartz{Enter}')
    expect(navigate).toHaveBeenCalledWith('/reports', { replace: false })
  })

  it('opens afterSignOutUrl, with JavaScript and without', async () => {
    const navigate = vi.fn()
    const { server, user } = await show(
      <AuthProvider initialAuth={signedIn()} afterSignOutUrl="/bye" navigate={navigate}>
        <SignOutButton />
      </AuthProvider>,
    )
    expect(document.querySelector<HTMLInputElement>('input[name=returnTo]')?.value).toBe('/bye')
    await user.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(server.requests.at(-1)?.body).toMatchObject({ returnTo: '/bye' })
    expect(navigate).toHaveBeenCalledWith('/bye', { replace: false })
  })

  it('shows a language in its direction, or in the given one', async () => {
    const page = (dir?: 'ltr') => (
      <AuthProvider initialAuth={signedOut()} locale={fa} dir={dir}>
        <SignIn />
      </AuthProvider>
    )
    vi.stubGlobal('fetch', createFakeAuthServer().fetch)
    const { rerender } = await act(async () => render(page()))
    const card = document.querySelector('[data-lk-part=card]')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('ورود')
    expect([card?.getAttribute('lang'), card?.getAttribute('dir')]).toEqual(['fa', 'rtl'])
    rerender(page('ltr'))
    expect(card?.getAttribute('dir')).toBe('ltr')
  })

  it('renders the app’s own elements and class names', async () => {
    const classNames = { card: 'sheet', input: 'wide' }
    await show(
      <AuthProvider initialAuth={signedOut()} classNames={classNames} components={components}>
        <SignIn />
      </AuthProvider>,
    )
    expect(document.querySelector('[data-lk-part=card]')?.className).toBe('sheet')
    expect(screen.getByLabelText('Email address').className).toBe('wide')
    expect(screen.getByLabelText('Email address').dataset.own).toBe('input')
    expect(screen.getByRole('button', { name: 'Sign in' }).dataset.own).toBe('button')
    expect(screen.getByText('Orchard')).toBeTruthy()
    expect(await screen.findByText('GoogleOAuth')).toBeTruthy()
  })
})
