import type { SessionFixture } from '../session-check/app.ts'

type Given = Pick<SessionFixture, 'jwks' | 'tokens' | 'ours' | 'vendor'>

const APP_ORIGIN = 'https://app.example.com'
const SETTINGS = { apiKey: 'sk_test_benchmark', clientId: 'client_01BENCHMARK' }
const SECRET = 'a-secret-of-benchmarks-with-40-characters'

const EMPTY: string = 'data:text/javascript,'

export const NOTHING = 'limit: an empty module'
export const BARE_READY = 'limit: node:crypto, first token decrypted and verified'
export const VENDOR_IMPORT = '@workos-inc/node'
export const VENDOR_READY = '@workos-inc/node, first session check'
export const CLIENT_IMPORT = 'latchkey/default (API client)'
export const API_IMPORT = 'latchkey/api (every operation)'
export const READY = 'latchkey/server, first session check'

/** The measured imports. They are dynamic, so that nothing else is loaded in the process. */
export const cases: Record<string, (given: Given) => Promise<unknown>> = {
  [NOTHING]: () => import(EMPTY),
  'limit: node:crypto': () => import('node:crypto'),
  [BARE_READY]: checkOnce,
  [CLIENT_IMPORT]: () => import('@latchkey/core/default'),
  [API_IMPORT]: () => import('@latchkey/core/api'),
  'latchkey/server (client and handler)': () => import('@latchkey/core/server'),
  [READY]: async ({ jwks, ours }) => {
    const { createAuthHandler, createClient } = await import('@latchkey/core/server')
    const client = createClient({ ...SETTINGS, fetch: async () => Response.json(jwks) })
    const handler = createAuthHandler({
      client,
      appOrigin: APP_ORIGIN,
      cookieSecret: SECRET,
      cookieName: 'lk',
    })
    const { auth } = await handler.resolve({
      headers: new Headers({ cookie: `${handler.cookieNames.session}=${ours[0]}` }),
    })
    if (auth.status !== 'signed-in') throw new Error(auth.status)
  },
  [VENDOR_IMPORT]: () => import('@workos-inc/node'),
  [VENDOR_READY]: async ({ jwks, vendor }) => {
    globalThis.fetch = async () => Response.json(jwks)
    const { WorkOS } = await import('@workos-inc/node')
    const { userManagement } = new WorkOS(SETTINGS)
    const session = userManagement.loadSealedSession({
      sessionData: vendor[0] as string,
      cookiePassword: SECRET,
    })
    const { authenticated } = await session.authenticate()
    if (!authenticated) throw new Error('not authenticated')
  },
  'iron-session': () => import('iron-session'),
  '@auth/core/jwt': () => import('@auth/core/jwt'),
  '@clerk/backend': () => import('@clerk/backend'),
  'better-auth': () => import('better-auth'),
}

/** The minimum of a first session check: a key from the secret, the keys of the API, one cookie, one signature. */
async function checkOnce({ jwks, tokens }: Given): Promise<void> {
  const { createCipheriv, createDecipheriv, createPublicKey, createSecretKey, hkdfSync, verify } =
    await import('node:crypto')
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', SECRET, 'salt', 'session', 32)))
  const cipher = createCipheriv('aes-256-gcm', key, new Uint8Array(12))
  const sealed = Buffer.concat([cipher.update(tokens[0] as string), cipher.final()]).toString('base64url')
  const headers = new Headers({ cookie: `session=${sealed}` })
  const body = headers.get('cookie')?.slice('session='.length) ?? ''
  const decipher = createDecipheriv('aes-256-gcm', key, new Uint8Array(12)).setAuthTag(cipher.getAuthTag())
  const token = decipher.update(body, 'base64url', 'utf8') + decipher.final('utf8')
  const { keys } = (await Response.json(jwks).json()) as { keys: [import('node:crypto').JsonWebKey] }
  const publicKey = createPublicKey({ key: keys[0], format: 'jwk' })
  const end = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  if (!verify('sha256', Buffer.from(token.slice(0, end)), publicKey, signature)) throw new Error('signature')
}
