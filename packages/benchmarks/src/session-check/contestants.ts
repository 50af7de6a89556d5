import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
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
} from './app.ts'
import { authkitSession } from './authkit-session.ts'
import { floors } from './floors.ts'
import { FEW, fresh, inTurn, REMEMBERED } from './sessions.ts'

export const VENDOR = '@workos-inc/node'
export const WARM = 'latchkey, warm'
export const COLD = 'latchkey, cold'
export const FOREIGN = 'latchkey, vendor format, cold'

async function latchkey(
  { jwks }: SessionFixture,
  cookieName: string,
  values: readonly string[],
  rememberedSessions?: number,
): Promise<Operation> {
  const { createAuthHandler, createClient } = await import('@latchkey/core/server')
  const fetch = serviceOf(jwks, () => ({}))
  const client = createClient({ apiKey: API_KEY, clientId: CLIENT_ID, baseUrl: BASE_URL, fetch })
  const vendorCookie = { password: SECRET }
  const settings = { appOrigin: APP_ORIGIN, cookieSecret: SECRET, cookieName: COOKIE_NAME }
  const handler = createAuthHandler({ client, ...settings, vendorCookie, rememberedSessions })
  return inTurn(values, async (value) => {
    const cookie = fresh(`${cookieName}=${value}`)
    const headers = { get: () => cookie } as unknown as Headers
    const { auth } = await handler.resolve({ headers })
    if (auth.status !== 'signed-in') throw new Error(auth.status)
  })
}

// Each contestant has its own process and loads only what it needs.
const contestants: Contestants<SessionFixture> = {
  ...floors,
  [WARM]: (fixture) => latchkey(fixture, OUR_COOKIE, fixture.ours.slice(0, FEW)),
  [COLD]: (fixture) => latchkey(fixture, OUR_COOKIE, fixture.ours, REMEMBERED),
  [FOREIGN]: (fixture) => latchkey(fixture, VENDOR_COOKIE, fixture.vendor, REMEMBERED),
  [VENDOR]: async ({ jwks, vendor }) => {
    const { WorkOS } = await import('@workos-inc/node')
    globalThis.fetch = serviceOf(jwks, () => ({})) as typeof globalThis.fetch
    const workos = new WorkOS({ apiKey: API_KEY, clientId: CLIENT_ID })
    return inTurn(vendor, async (value) => {
      const session = workos.userManagement.loadSealedSession({
        sessionData: fresh(value),
        cookiePassword: SECRET,
      })
      const { authenticated } = await session.authenticate()
      if (!authenticated) throw new Error('not authenticated')
    })
  },
  '@workos/authkit-session withAuth': authkitSession,
  'iron-session (no token to verify)': async ({ tokens }) => {
    const { getIronSession } = await import('iron-session')
    const values = await Promise.all(tokens.slice(0, FEW).map(ironCookie))
    return inTurn(values, async (value) => {
      const request = new Request(APP_ORIGIN, { headers: { cookie: fresh(`iron=${value}`) } })
      const session = await getIronSession<{ accessToken?: string }>(request, new Response(), ironOptions)
      if (session.accessToken === undefined) throw new Error('no session')
    })
  },
  '@auth/core getToken (no token to verify)': async ({ tokens }) => {
    const { encode, getToken } = await import('@auth/core/jwt')
    const salt = '__Secure-authjs.session-token'
    const seal = (accessToken: string) => encode({ token: { sub: 'ada', accessToken }, secret: SECRET, salt })
    const values = await Promise.all(tokens.slice(0, FEW).map(seal))
    return inTurn(values, async (value) => {
      const req = { headers: new Headers({ cookie: fresh(`${salt}=${value}`) }) }
      if ((await getToken({ req, secret: SECRET, secureCookie: true })) === null) throw new Error('no token')
    })
  },
  '@clerk/backend authenticateRequest': clerk,
  'better-auth getSession, cookie cache (no token to verify)': betterAuthSession,
}

const ironOptions = { password: SECRET, cookieName: 'iron' }

async function ironCookie(accessToken: string): Promise<string> {
  const { getIronSession } = await import('iron-session')
  const response = new Response()
  const session = await getIronSession<object>(new Request(APP_ORIGIN), response, ironOptions)
  Object.assign(session, { accessToken, user: { id: 'ada', email: 'ada@orchard.example' } })
  await session.save()
  return /^iron=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] as string
}

async function clerk({ privateKey }: SessionFixture): Promise<Operation> {
  const { createClerkClient } = await import('@clerk/backend')
  const key = createPrivateKey(privateKey)
  const jwtKey = createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString()
  const publishableKey = `pk_test_${Buffer.from('clerk.orchard.example$').toString('base64')}`
  const client = createClerkClient({
    secretKey: 'sk_test_benchmark',
    publishableKey,
    telemetry: { disabled: true },
  })
  const values = Array.from({ length: FEW }, (_, index) => clerkToken(key, index))
  return inTurn(values, async (value) => {
    const headers = { authorization: `Bearer ${fresh(value)}` }
    const { isAuthenticated } = await client.authenticateRequest(new Request(APP_ORIGIN, { headers }), {
      jwtKey,
    })
    if (!isAuthenticated) throw new Error('not authenticated')
  })
}

function clerkToken(key: KeyObject, index: number): string {
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now, nbf: now - 10, exp: now + 12 * 3600 }
  const claims = {
    iss: 'https://clerk.orchard.example',
    sub: `user_${index}`,
    sid: `sess_${index}`,
    ...times,
  }
  const [head, body] = [{ alg: 'RS256', kid: 'ins_1', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), key).toString('base64url')}`
}

async function betterAuthSession(): Promise<Operation> {
  const { betterAuth } = await import('better-auth')
  const { memoryAdapter } = await import('better-auth/adapters/memory')
  const auth = betterAuth({
    baseURL: APP_ORIGIN,
    secret: SECRET,
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: true, maxAge: 12 * 3600 } },
    rateLimit: { enabled: false },
    logger: { disabled: true },
  })
  const body = { email: 'ada@orchard.example', password: 'correct horse battery staple', name: 'Ada' }
  const response = await auth.api.signUpEmail({ body, asResponse: true })
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  return async () => {
    const session = await auth.api.getSession({ headers: new Headers({ cookie: fresh(cookie) }) })
    if (session === null) throw new Error('no session')
  }
}

export default contestants
