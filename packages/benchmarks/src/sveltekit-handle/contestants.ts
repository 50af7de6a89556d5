import type { RequestEvent } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import type { Contestants, Operation } from '../harness/column.ts'
import {
  API_KEY,
  APP_ORIGIN,
  BASE_URL,
  CLIENT_ID,
  COOKIE_NAME,
  OUR_COOKIE,
  SECRET,
  type SessionFixture,
  serviceOf,
  VENDOR_COOKIE,
} from '../session-check/app.ts'
import { FEW, fresh, inTurn, REMEMBERED } from '../session-check/sessions.ts'
import { provideKitModules } from './kit-modules.ts'

export const NO_OP = 'limit: no-op handle'
export const WARM = 'latchkey, warm'
export const COLD = 'latchkey, cold'
export const VENDOR = '@workos/authkit-sveltekit'

const contestants: Contestants<SessionFixture> = {
  [NO_OP]: ({ ours }) => visits(({ event, resolve }) => resolve(event), OUR_COOKIE, ours.slice(0, FEW)),
  [WARM]: async (fixture) => visits(await latchkeyHandle(fixture), OUR_COOKIE, fixture.ours.slice(0, FEW)),
  [COLD]: async (fixture) => visits(await latchkeyHandle(fixture, REMEMBERED), OUR_COOKIE, fixture.ours),
  [VENDOR]: async ({ jwks, vendor }) => {
    globalThis.fetch = serviceOf(jwks, () => ({})) as typeof fetch
    const { authKitHandle, configureAuthKit } = await import('@workos/authkit-sveltekit')
    const redirectUri = `${APP_ORIGIN}/callback`
    configureAuthKit({ clientId: CLIENT_ID, apiKey: API_KEY, redirectUri, cookiePassword: SECRET })
    return visits(authKitHandle(), VENDOR_COOKIE, vendor.slice(0, FEW))
  },
}

async function latchkeyHandle({ jwks }: SessionFixture, rememberedSessions?: number): Promise<Handle> {
  provideKitModules()
  globalThis.fetch = serviceOf(jwks, () => ({})) as typeof fetch
  const { latchkey } = await import('@latchkey/sveltekit')
  const settings = { apiKey: API_KEY, clientId: CLIENT_ID, baseUrl: BASE_URL }
  const app = { appOrigin: APP_ORIGIN, cookieSecret: SECRET, cookieName: COOKIE_NAME, rememberedSessions }
  return latchkey({ ...settings, ...app }).handle
}

/** Page requests of signed-in users. Creating the event costs the same for every contestant. */
function visits(handle: Handle, cookieName: string, values: readonly string[]): Operation {
  return inTurn(values, async (value) => {
    const event = eventOf(fresh(`${cookieName}=${value}`))
    const response = await handle({ event, resolve: async () => new Response('ok') })
    const { auth } = event.locals as { auth?: { user?: unknown } }
    if (response.status !== 200 || (auth !== undefined && !auth.user)) throw new Error('not signed in')
  })
}

function eventOf(cookie: string): RequestEvent {
  const request = new Request(`${APP_ORIGIN}/dashboard`, { headers: { cookie } })
  return {
    request,
    url: new URL(request.url),
    locals: {},
    route: { id: '/dashboard' },
    cookies: {
      get: (name: string) => (cookie.startsWith(`${name}=`) ? cookie.slice(name.length + 1) : undefined),
      getAll: () => [],
      set() {},
      delete() {},
    },
    isDataRequest: false,
    isSubRequest: false,
    isRemoteRequest: false,
  } as unknown as RequestEvent
}

export default contestants
