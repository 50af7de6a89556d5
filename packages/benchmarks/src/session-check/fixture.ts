import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createAuthHandler, createClient } from '@latchkey/core/server'
import { WorkOS } from '@workos-inc/node'
import {
  API_KEY,
  APP_ORIGIN,
  BASE_URL,
  CLIENT_ID,
  COOKIE_NAME,
  SECRET,
  type SessionFixture,
  serviceOf,
} from './app.ts'
import { authentication, userId } from './authentication.ts'

const HOUR_SECONDS = 3600

/** Creates `count` users, signed in by our handler and by the WorkOS SDK with an API that accepts every request. */
export async function createSessionFixture(count: number): Promise<SessionFixture> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = publicKey.export({ format: 'jwk' })
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url')
  const jwks = { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] }
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const tokens = Array.from({ length: count }, (_, index) => {
    const signed = `${base64({ alg: 'RS256', kid, typ: 'JWT' })}.${base64(claims(index))}`
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  })

  const fixture: SessionFixture = {
    jwks,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    tokens,
    ours: [],
    vendor: [],
  }
  let next = 0
  const service = serviceOf(jwks, () => authentication(next, tokens[next] as string))
  const client = createClient({ apiKey: API_KEY, clientId: CLIENT_ID, baseUrl: BASE_URL, fetch: service })
  const handler = createAuthHandler({
    client,
    appOrigin: APP_ORIGIN,
    cookieSecret: SECRET,
    cookieName: COOKIE_NAME,
  })
  const workos = new WorkOS({ apiKey: API_KEY, clientId: CLIENT_ID, fetchFn: service as typeof fetch })
  for (next = 0; next < count; next += 1) {
    fixture.ours.push(await signIn(handler))
    const session = { sealSession: true, cookiePassword: SECRET }
    const { sealedSession } = await workos.userManagement.authenticateWithCode({ code: 'code', session })
    fixture.vendor.push(sealedSession as string)
  }
  return fixture
}

async function signIn(handler: ReturnType<typeof createAuthHandler>): Promise<string> {
  const response = await handler.handle(
    new Request(`${APP_ORIGIN}/auth/sign-in/password`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', origin: APP_ORIGIN },
      body: JSON.stringify({ email: 'ada@orchard.example', password: 'correct horse battery staple' }),
    }),
  )
  for (const line of response.headers.getSetCookie()) {
    const value = /^__Host-[\w-]+-session=([^;]+)/.exec(line)?.[1]
    if (value !== undefined) return value
  }
  throw new Error(`The handler did not sign in: ${response.status} ${await response.text()}`)
}

function claims(index: number): object {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: `${BASE_URL}/user_management/${CLIENT_ID}`,
    sub: userId(index),
    sid: `session_${String(index).padStart(26, '0')}`,
    jti: `01${String(index).padStart(24, '0')}`,
    org_id: 'org_01HZX5JZ8Q4E3M9V7T2R6W0KNB',
    role: 'member',
    roles: ['member', 'billing'],
    permissions: ['projects:read', 'projects:write', 'invoices:read'],
    entitlements: ['audit-logs'],
    feature_flags: ['new-editor'],
    client_id: CLIENT_ID,
    auth_time: now,
    iat: now,
    exp: now + 12 * HOUR_SECONDS,
  }
}
