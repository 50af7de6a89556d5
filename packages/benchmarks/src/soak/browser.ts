import { type Resolved, serializeCookie } from '@latchkey/core/server'
import { APP_ORIGIN, type Site } from './site.ts'
import { remark } from './tally.ts'

type Auth = Resolved['auth']

/** A user's cookies, and the ways to send them. */
export interface Browser {
  cookie(): string
  hasSession(): boolean
  /** A page of the app: its user, and the cookies of the response. */
  page(cookie?: string): Promise<Auth | undefined>
  /** A route of the handler. */
  send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>
}

export function openBrowser({ handler, tally }: Site): Browser {
  const jar = new Map<string, string>()

  function store(lines: readonly string[]) {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as unknown as [string, string, string]
      if (/; Max-Age=0(;|$)/.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
  }

  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  /** No function of the handler may throw. */
  async function mustNotThrow<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    tally.requests += 1
    try {
      return await work()
    } catch (error) {
      tally.untypedErrors += 1
      remark(tally, `${what} threw ${String(error)}`)
      return undefined
    }
  }

  return {
    cookie,
    hasSession: () => jar.has(handler.cookieNames.session),
    page: (sent = cookie()) =>
      mustNotThrow('a page', async () => {
        const { auth, cookies } = await handler.resolve({ headers: new Headers({ cookie: sent }) })
        store((await cookies()).map(serializeCookie))
        return auth
      }),
    send: (method, path, body) =>
      mustNotThrow(path, async () => {
        const headers = { accept: 'application/json', 'content-type': 'application/json', origin: APP_ORIGIN }
        const response = await handler.handle(
          new Request(`${APP_ORIGIN}/auth${path}`, {
            method,
            headers: { ...headers, cookie: cookie() },
            body: body && JSON.stringify(body),
          }),
        )
        store(response.headers.getSetCookie())
        const result = (await response.json()) as { error?: { code?: unknown } }
        if (response.status < 400) return result
        if (typeof result.error?.code !== 'string')
          throw new Error(`status ${response.status} without a code`)
        tally.typedErrors += 1
        return undefined
      }),
  }
}
