import type { Session } from '@workos/authkit-session'
import type { Contestant } from '../harness/column.ts'
import { API_KEY, APP_ORIGIN, CLIENT_ID, SECRET, type SessionFixture, serviceOf } from './app.ts'
import { authentication } from './authentication.ts'
import { FEW, fresh, inTurn } from './sessions.ts'

/** The WorkOS toolkit for framework integrations, with the adapter that its README shows. */
export const authkitSession: Contestant<SessionFixture> = async ({ jwks, tokens }) => {
  const { CookieSessionStorage, configure, createAuthService } = await import('@workos/authkit-session')
  let next = 0
  globalThis.fetch = serviceOf(jwks, () => authentication(next, tokens[next] as string)) as typeof fetch
  const redirectUri = `${APP_ORIGIN}/callback`
  configure({ clientId: CLIENT_ID, apiKey: API_KEY, redirectUri, cookiePassword: SECRET })

  class RequestCookies extends CookieSessionStorage<Request, Response> {
    override async getCookie(request: Request, name: string): Promise<string | null> {
      for (const part of request.headers.get('cookie')?.split(';') ?? []) {
        const [key, ...rest] = part.trim().split('=')
        if (key === name) return decodeURIComponent(rest.join('='))
      }
      return null
    }
  }

  const service = createAuthService({ sessionStorageFactory: (config) => new RequestCookies(config) })
  const cookies: string[] = []
  for (next = 0; next < Math.min(FEW, tokens.length); next += 1) {
    const { encryptedSession } = await service.refreshSession({ refreshToken: 'refresh' } as Session)
    const { headers } = await service.saveSession(undefined, encryptedSession)
    cookies.push(String(headers?.['Set-Cookie']).split(';', 1)[0] as string)
  }
  return inTurn(cookies, async (cookie) => {
    const request = new Request(APP_ORIGIN, { headers: { cookie: fresh(cookie) } })
    const { auth, refreshedSessionData } = await service.withAuth(request)
    // An invalid token would be exchanged for a valid one.
    if (!auth.user || refreshedSessionData !== undefined) throw new Error('not signed in')
  })
}
