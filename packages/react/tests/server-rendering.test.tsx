import { type AuthClient, createAuthClient, type InitialAuth } from '@latchkey/core'
import { act, screen } from '@testing-library/react'
import { type ReactNode, StrictMode, Suspense } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToReadableStream, renderToString } from 'react-dom/server.browser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AuthProvider, Show, useAuth } from '../src/index.ts'
import { getInitialAuth, getInitialFlow } from '../src/server/index.ts'
import { createFakeAuthServer, sampleStep, signedIn, signedOut } from '../src/testing/index.ts'
import { ForgotPassword, ResetPassword, SignIn, SignUp, UserProfile } from '../src/ui/index.ts'

function App({
  initialAuth,
  fetch,
}: {
  initialAuth?: InitialAuth | Promise<InitialAuth>
  fetch?: typeof globalThis.fetch
}) {
  const client = createAuthClient({ initialAuth, fetch: fetch ?? createFakeAuthServer().fetch })
  return (
    <StrictMode>
      <AuthProvider client={client}>
        <Show when="signed-in" fallback="out" pending="pending">
          in
        </Show>
      </AuthProvider>
    </StrictMode>
  )
}

const START = { step: sampleStep('start', 'nadia@orchard.example', '/'), values: {}, returnTo: '/' } as const

/** Renders without a document, as on a server. */
async function onServer<T>(render: () => T | Promise<T>): Promise<T> {
  vi.stubGlobal('document', undefined)
  try {
    return await render()
  } finally {
    // A stream leaves its context values set until the next page is rendered, where the browser's renderer would see them.
    await renderToReadableStream(null)
    vi.unstubAllGlobals()
  }
}

let root: ReturnType<typeof hydrateRoot> | undefined
async function hydrate(html: string, ui: ReactNode): Promise<HTMLElement> {
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  await act(async () => {
    root = hydrateRoot(container, ui, { onRecoverableError: (error) => expect.fail(String(error)) })
  })
  return container
}

afterEach(() => {
  act(() => root?.unmount())
  root = undefined
  document.body.innerHTML = ''
  // biome-ignore lint/suspicious/noDocumentCookie: the hint is a cookie that scripts can read
  document.cookie = 'lk-hint=; max-age=0'
})

describe('server rendering', () => {
  it('B6 renders the correct state immediately, and hydrates without a change or a request', async () => {
    const server = createFakeAuthServer({ session: signedIn() })
    const app = () => <App initialAuth={signedIn()} fetch={server.fetch} />
    const html = await onServer(() => renderToString(app()))
    expect(html).toBe('in')
    const container = await hydrate(html, app())
    expect(container.textContent).toBe('in')
    expect(server.requests).toEqual([])
  })

  it.each([
    ['UserProfile', signedIn(), <UserProfile key="ui" />],
    ['SignIn', signedOut(), <SignIn key="ui" initialFlow={{ ...START, kind: 'sign-in' }} />],
    ['SignUp', signedOut(), <SignUp key="ui" initialFlow={{ ...START, kind: 'sign-up' }} />],
    ['ResetPassword', signedOut(), <ResetPassword key="ui" token="reset-token" />],
    ['ForgotPassword', signedOut(), <ForgotPassword key="ui" />],
  ])('G1: no form of <%s> puts what was typed before hydration into the URL', async (_name, session, ui) => {
    const client = createAuthClient({ initialAuth: session, fetch: createFakeAuthServer({ session }).fetch })
    const html = await onServer(() => renderToString(<AuthProvider client={client}>{ui}</AuthProvider>))
    const forms = html.match(/<form[^>]*>/g) ?? []
    expect(forms.length).toBeGreaterThan(0)
    for (const form of forms) {
      // Single sign-on needs only the email address, and its response leads to another origin.
      if (form.includes('action="/auth/authorize"')) continue
      expect(form).toContain('method="post"')
      expect(form).toMatch(/action="\/auth\/[a-z/-]+"/)
    }
  })

  it('B6 separates users who are rendered at the same time', async () => {
    const one = signedIn()
    const other = { ...one, user: { ...one.user, id: 'user_2', email: 'tomas@harbor.example' } }
    const pages = await onServer(() =>
      Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const reported = Promise.resolve(index % 2 ? other : one)
          const stream = await renderToReadableStream(
            <AuthProvider client={createAuthClient({ initialAuth: reported })}>
              <Suspense>
                <Email />
              </Suspense>
            </AuthProvider>,
          )
          return new Response(stream).text()
        }),
      ),
    )
    for (const [index, page] of pages.entries()) {
      expect(page.includes('tomas@harbor.example')).toBe(index % 2 === 1)
      expect(page.includes('nadia@orchard.example')).toBe(index % 2 === 0)
    }
  })

  it('B6 shows nothing private while the session is unknown, regardless of the hint cookie', async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the hint is a cookie that scripts can read
    document.cookie = 'lk-hint=3.in'
    const never = () => new Promise<Response>(() => {})
    const html = await onServer(() => renderToString(<App fetch={never} />))
    expect(html).toBe('pending')
    const container = await hydrate(html, <App fetch={never} />)
    expect(container.textContent).toBe('pending')
  })

  it('hydrates the HTML of the server, even if the session is known earlier', async () => {
    const app = (client: AuthClient) => (
      <AuthProvider client={client}>
        <Show when="signed-in" fallback="out" pending="pending">
          in
        </Show>
      </AuthProvider>
    )
    const html = await onServer(() => renderToString(app(createAuthClient())))
    const client = createAuthClient({ fetch: createFakeAuthServer({ session: signedIn() }).fetch })
    await client.ready
    const container = await hydrate(html, app(client))
    expect(container.textContent).toBe('in')
  })

  it('streams a suspended part with the session from a promise, and hydrates it', async () => {
    const reported = () => Promise.resolve(signedIn())
    const page = (initialAuth: Promise<InitialAuth>) => (
      <AuthProvider client={createAuthClient({ initialAuth, fetch: createFakeAuthServer().fetch })}>
        <Suspense fallback="waiting">
          <Email />
        </Suspense>
      </AuthProvider>
    )
    const html = await onServer(async () => {
      const stream = await renderToReadableStream(page(reported()))
      await stream.allReady
      return new Response(stream).text()
    })
    expect(html).toContain('nadia@orchard.example')
    await hydrate(html, page(reported()))
    expect(screen.getByText('nadia@orchard.example')).toBeTruthy()
  })

  it('names the missing prop if rendering would suspend without a session', async () => {
    await expect(
      onServer(() =>
        renderToString(
          <AuthProvider client={createAuthClient()}>
            <Email />
          </AuthProvider>,
        ),
      ),
    ).rejects.toThrow('initialAuth')
  })

  it('keeps what was typed before hydration', async () => {
    const initialFlow = {
      kind: 'sign-in' as const,
      step: sampleStep('start', '', '/'),
      values: {},
      returnTo: '/',
    }
    const page = () => (
      <AuthProvider
        client={createAuthClient({ initialAuth: signedOut(), fetch: createFakeAuthServer().fetch })}
      >
        <SignIn initialFlow={initialFlow} />
      </AuthProvider>
    )
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = await onServer(() => renderToString(page()))
    const input = container.querySelector<HTMLInputElement>('input[name=email]') as HTMLInputElement
    input.value = 'nadia@orchard.example'
    await act(async () => {
      root = hydrateRoot(container, page())
    })
    expect(container.querySelector('input[name=email]')).toBe(input)
    expect(input.value).toBe('nadia@orchard.example')
    expect(input.form?.noValidate).toBe(true)
  })
})

function Email(): ReactNode {
  const auth = useAuth({ suspense: true })
  return <p>{auth.user?.email}</p>
}

describe('@latchkey/react/server', () => {
  const seen: { request: Request; route: string }[] = []
  const sealed = { name: 'lk-session', value: 'sealed', httpOnly: true, secure: true, path: '/' } as const
  const handler = {
    async call(request: Request, route: string) {
      seen.push({ request, route })
      const body = route.includes('/session') ? signedIn() : { kind: 'sign-in', step: { name: 'forgot' } }
      return { body, cookies: async () => [{ ...sealed, sameSite: 'lax' as const }] }
    },
  }

  it('calls the handler with the request’s cookies, and returns the cookies that it sets', async () => {
    const request = new Request('http://localhost/reports', { headers: { cookie: 'lk-session=old' } })
    const { value, cookies } = await getInitialAuth(handler, request)
    expect(value?.status).toBe('signed-in')
    expect(await cookies()).toMatchObject([sealed])
    expect(seen.at(-1)?.route).toBe('GET /session')
    expect(seen.at(-1)?.request.headers.get('cookie')).toBe('lk-session=old')
  })

  it('requests the organization of the page', async () => {
    const headers = { cookie: 'lk-session=old' }
    const request = new Request('http://localhost/reports', { headers })
    await getInitialAuth(handler, request, { organizationId: 'org_1' })
    expect(seen.at(-1)?.request.headers.get('latchkey-organization')).toBe('org_1')
  })

  it('T1: does not show the user of a cookie to a caller with an access token', async () => {
    const headers = { authorization: 'Bearer of.another.user', cookie: 'lk-session=old' }
    await getInitialAuth(handler, new Request('http://localhost/reports', { headers }))
    // The handler decides, and ignores the cookie.
    expect(seen.at(-1)?.request.headers.get('authorization')).toBe('Bearer of.another.user')
  })

  it('requests the flow in the page’s URL', async () => {
    const request = new Request('http://localhost/sign-in?flow=flow_1&returnTo=%2Freports')
    const { value } = await getInitialFlow(handler, request, 'sign-in')
    expect(value?.step.name).toBe('forgot')
    expect(seen.at(-1)?.route).toBe('GET /flow?kind=sign-in&flow=flow_1&returnTo=%2Freports')
  })

  it('returns nothing if the handler cannot respond', async () => {
    const broken = { call: async () => ({ body: undefined, cookies: async () => [] }) }
    expect((await getInitialAuth(broken, new Request('http://localhost/'))).value).toBeUndefined()
  })
})
