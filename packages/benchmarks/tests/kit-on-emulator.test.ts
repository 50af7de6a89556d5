import { createEmulator, type Emulator } from '@latchkey/emulator'
import type { RequestEvent } from '@sveltejs/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// An app that uses WorkOS's own package for SvelteKit, in which only the URL of the API is changed. Its server code
// runs here with the events that SvelteKit would pass to it, and the local server provides the hosted pages.
const APP = 'http://localhost:5173'
const PASSWORD = 'correct horse battery'
const EMAIL = 'nadia@orchard.example'

let emulator: Emulator
let kit: typeof import('@workos/authkit-sveltekit')
beforeAll(async () => {
  emulator = await createEmulator({
    port: 0,
    seed: {
      users: [{ email: EMAIL, password: PASSWORD, email_verified: true }],
      settings: { access_token_seconds: 60 },
    },
  })
  Object.assign(process.env, emulator.default.env)
  kit = await import('@workos/authkit-sveltekit')
  const { apiKey, clientId } = emulator.default
  kit.configureAuthKit({
    clientId,
    apiKey,
    redirectUri: `${APP}/callback`,
    cookiePassword: 'a cookie password of 32 characters and more',
  })
})
afterAll(() => emulator.close())

/** The cookies that the browser stores for the app. */
const jar = new Map<string, string>()

function keep(response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
    else jar.set(name, value)
  }
}

function visit(path: string, cookies = jar): RequestEvent {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const request = new Request(`${APP}${path}`, { headers: { cookie } })
  return {
    request,
    url: new URL(request.url),
    locals: {},
    route: { id: path },
    setHeaders() {},
    cookies: {
      get: (name: string) => {
        const value = cookies.get(name)
        return value === undefined ? undefined : decodeURIComponent(value)
      },
      getAll: () => [...cookies].map(([name, value]) => ({ name, value })),
      set: (name: string, value: string) => void jar.set(name, encodeURIComponent(value)),
      delete: (name: string) => void jar.delete(name),
    },
  } as unknown as RequestEvent
}

/** Requests a page of the app through its `handle`. */
async function page(event: RequestEvent, render = async () => new Response('ok')) {
  const response = await kit.authKitHandle()({ event, resolve: render })
  const { auth } = event.locals as {
    auth?: { user: { email: string } | null; accessToken?: string; sessionId?: string }
  }
  return { response, auth }
}

/** The object that a SvelteKit route throws to redirect. */
async function redirected(work: () => Promise<Response>): Promise<{ location: string; response?: Response }> {
  try {
    const response = await work()
    return { location: response.headers.get('location') ?? '', response }
  } catch (error) {
    return { location: (error as { location?: string }).location ?? String(error) }
  }
}

/** Opens the hosted page from the app and returns. Returns the URL to which the app then redirects the browser. */
async function signIn(): Promise<string> {
  let url = ''
  const { response } = await page(visit('/login'), async () => {
    url = await kit.authKit.getSignInUrl({ returnTo: '/dashboard' })
    return new Response(null, { status: 302, headers: { location: url } })
  })
  keep(response)
  expect(new URL(url).origin).toBe(new URL(emulator.url).origin)
  const form = await fetch(url)
  expect(await form.text()).toContain('Sign in')
  const posted = await fetch(form.url, {
    method: 'POST',
    body: new URLSearchParams({ action: 'password', email: EMAIL, password: PASSWORD }),
    headers: { origin: new URL(form.url).origin },
    redirect: 'manual',
  })
  const back = new URL(posted.headers.get('location') ?? '')
  expect(back.origin + back.pathname).toBe(`${APP}/callback`)
  const callback = visit(back.pathname + back.search)
  const { location } = await redirected(async () => {
    const { response } = await page(callback, () => kit.authKit.handleCallback()(callback))
    keep(response)
    return response
  })
  return location
}

describe('an app that uses @workos/authkit-sveltekit', () => {
  it('signs users in with the hosted pages', async () => {
    expect(await signIn()).toContain('/dashboard')
    expect((await page(visit('/dashboard'))).auth?.user?.email).toBe(EMAIL)
  })

  it('keeps the user signed in when twelve requests refresh at the same time', async () => {
    const { clock, requests } = emulator.default
    jar.clear()
    // A token that was issued an hour ago has expired on the clock of the app.
    await clock.advance({ hours: -1 })
    await signIn()
    await clock.advance({ hours: 1 })
    await requests.clear()
    const old = new Map(jar)
    const visits = await Promise.all(Array.from({ length: 12 }, () => page(visit('/dashboard', old))))
    for (const { response } of visits) keep(response)
    expect(visits.map(({ auth }) => auth?.user?.email)).toEqual(Array(12).fill(EMAIL))
    const refreshes = requests.list({ path: '/user_management/authenticate' })
    expect(refreshes.length).toBeGreaterThan(1)
    expect(new Set(refreshes.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(visits.map(({ auth }) => auth?.sessionId)).size).toBe(1)
    // The last of them stored a session that needs no refresh.
    await requests.clear()
    expect((await page(visit('/dashboard'))).auth?.sessionId).toBe(visits[0]?.auth?.sessionId)
    expect(requests.list({ path: '/user_management/authenticate' })).toEqual([])
  })

  it('signs users out with the hosted logout URL', async () => {
    const event = visit('/logout')
    const { location } = await redirected(async () => {
      const { response } = await page(event, () => kit.authKit.signOut(event))
      keep(response)
      return response
    })
    expect(new URL(location).origin).toBe(new URL(emulator.url).origin)
    await fetch(location, { redirect: 'manual' })
    expect(await emulator.default.events.list({ event: 'session.revoked' })).toHaveLength(1)
    expect((await page(visit('/dashboard'))).auth?.user ?? null).toBeNull()
  })
})
