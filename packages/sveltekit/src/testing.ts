// biome-ignore-all lint/suspicious/noTsIgnore: whether a module of Kit has types differs between its versions.
/**
 * For tests: signed-in users, request events, and the hook run on one.
 *
 * @module @latchkey/sveltekit/testing
 */

import type { SessionUser } from '@latchkey/core'
import type { SetCookie } from '@latchkey/core/server'
import type { Cookies, RequestEvent } from '@sveltejs/kit'
// @ts-ignore Kit has no types for it.
import { with_request_store } from '@sveltejs/kit/internal/server'
import type { Auth, SignedIn } from './index.ts'
import type { Handle } from './kit-types.ts'

const HOUR_MS = 60 * 60 * 1000

/** A signed-in session for tests, without cookies or tokens: for code that receives an event. */
export function signedIn(user: Partial<SessionUser> = {}, session: Partial<SignedIn> = {}): SignedIn {
  const now = Date.now()
  const id = user.id ?? 'user_test'
  return {
    status: 'signed-in',
    user: {
      id,
      email: 'ada@example.com',
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Byron',
      profilePictureUrl: null,
      createdAt: new Date(now).toISOString(),
      ...user,
    },
    sessionId: 'session_test',
    organizationId: undefined,
    refusedOrganizationId: undefined,
    role: undefined,
    roles: session.role === undefined ? [] : [session.role],
    permissions: [],
    entitlements: [],
    featureFlags: [],
    impersonator: undefined,
    authenticationMethod: 'Password',
    authenticatedAt: now,
    expiresAt: now + HOUR_MS,
    claims: { sub: id, sid: 'session_test', iss: '', iat: now / 1000, exp: (now + HOUR_MS) / 1000 },
    rev: now,
    accessToken: () => 'token_test',
    ...session,
  }
}

/** Options of a test event. All have defaults. */
export interface TestEventOptions {
  /** Default `https://app.example.com/`. */
  url?: string
  method?: string
  headers?: Record<string, string>
  /** The route that Kit would have matched. Default: the path. */
  routeId?: string
  /** The parameters of the route, such as `{ org: 'org_1' }` for `/o/[org]`. Default: none. */
  params?: Record<string, string>
  /** Omit it to test without the `latchkey` hook. */
  auth?: Auth
  /** Posted as a form. */
  form?: Record<string, string>
  /** Whether it is a remote call. */
  remote?: boolean
}

/** Creates an event as Kit does, to test guards, actions and hooks. */
export function testEvent(options: TestEventOptions = {}): RequestEvent {
  const { form, auth, remote = false, headers } = options
  const url = new URL(options.url ?? '/', 'https://app.example.com')
  const method = options.method ?? (form === undefined ? 'GET' : 'POST')
  const request = new Request(url, {
    method,
    headers: { accept: 'text/html', origin: url.origin, ...headers },
    body: form && new URLSearchParams(form),
  })
  const span = { setAttribute: () => span, setAttributes: () => span, addEvent: () => span } as never
  return {
    cookies: testCookies(request.headers.get('cookie')),
    fetch: globalThis.fetch,
    getClientAddress: () => '127.0.0.1',
    locals: (auth === undefined ? {} : { auth }) as App.Locals,
    params: options.params ?? {},
    platform: undefined,
    request,
    route: { id: options.routeId ?? url.pathname } as RequestEvent['route'],
    setHeaders: () => {},
    url,
    isDataRequest: false,
    isSubRequest: false,
    isRemoteRequest: remote,
    tracing: { enabled: false, root: span, current: span },
  }
}

/**
 * Runs code as Kit runs it for a request, so that guards without an event work: in loads, actions, endpoints and what they
 * call. To test a remote function, call its implementation, not the function that Kit creates from it. `const data = await
 * withEvent(testEvent({ auth: signedIn() }), () => load())`
 */
export const withEvent = <Result>(event: RequestEvent, run: () => Result): Result =>
  (with_request_store as <T>(store: object, run: () => T) => T)({ event, state: { remote: {} } }, run)

const jars = new WeakMap<Cookies, Map<string, SetCookie>>()

function testCookies(header: string | null): Cookies {
  const sent = new Map((header ?? '').split(/; */).map((pair) => pair.split(/=(.*)/s, 2) as [string, string]))
  const changed = new Map<string, SetCookie>()
  const get = (name: string) => changed.get(name)?.value ?? sent.get(name)
  const set: Cookies['set'] = (name, value, attributes = {}) => {
    changed.set(name, {
      httpOnly: true,
      secure: true,
      path: '/',
      ...attributes,
      sameSite: 'lax',
      name,
      value,
    })
  }
  const cookies: Cookies = {
    get,
    getAll: () =>
      [...new Set([...sent.keys(), ...changed.keys()])].map((name) => ({ name, value: get(name) ?? '' })),
    set,
    delete: (name, attributes) => set(name, '', { ...attributes, maxAge: 0 }),
    parse: () => ({ name: '', value: '' }),
    serialize: (name, value) => `${name}=${value}`,
  }
  jars.set(cookies, changed)
  return cookies
}

/** Runs a hook for an event, with a page that returns `ok`. Errors of the hook are thrown. */
export async function runHandle(
  handle: Handle,
  event: RequestEvent,
): Promise<{ response: Response; cookies: SetCookie[]; resolved: number }> {
  let resolved = 0
  const response = await handle({
    event,
    resolve: async () => {
      resolved += 1
      return new Response('ok')
    },
  })
  return { response, cookies: [...(jars.get(event.cookies)?.values() ?? [])], resolved }
}
