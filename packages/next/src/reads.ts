import type { FlowKind, FlowPayload, SessionPayload } from '@latchkey/core'
import { type AuthHandler, type PendingCookies, sessionPayload } from '@latchkey/core/server'
import { getInitialFlow } from '@latchkey/react/server'
import { cookies as cookieStore } from 'next/headers'
import type { CurrentRequest } from './current-request.ts'

/** The query of a page, as Next passes it to the page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** What a server component passes to the first render, and access to the functions of `@latchkey/core/server`. */
export interface Reads {
  /**
   * The session for `<AuthProvider initialAuth>`, an allow-list without tokens. With it, a page shows the user before any
   * script has run, but can no longer be static.
   */
  readAuth(): Promise<SessionPayload | undefined>
  /**
   * The flow for `<SignIn initialFlow>` and the other flow components. With it, every step works without JavaScript. With
   * `cacheComponents`, also export `instant = false` from the page: browsers without JavaScript do not show content inside
   * `<Suspense>`.
   *
   * @param searchParams The page's own prop.
   */
  readFlow(kind: FlowKind, searchParams: SearchParams): Promise<FlowPayload | undefined>
  /**
   * The current request, for functions of `@latchkey/core/server` that take one:
   * `loadAccountPage(handler, request, ['profile'])`.
   */
  requestContext(): Promise<RequestContext>
}

/** The current request, and the handler to call with it. */
export interface RequestContext {
  handler: AuthHandler
  request: Request
  /**
   * Sets the cookies that result from a server action, such as a switch of the organization or a sign-out. A render cannot set
   * cookies.
   */
  setCookies(cookies: PendingCookies): Promise<void>
}

export function createReads(currentRequest: () => Promise<CurrentRequest>): Reads {
  return {
    async readAuth() {
      const { handler, auth } = await currentRequest()
      return sessionPayload(auth, handler.clock.now())
    },
    async readFlow(kind, searchParams) {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(await searchParams))
        for (const one of [value ?? []].flat()) query.append(name, one)
      const { handler, headers } = await currentRequest()
      const page = requestTo(`${handler.appOrigin}/?${query}`, headers)
      return (await getInitialFlow(handler, page, kind)).value
    },
    async requestContext() {
      const { handler, headers, url } = await currentRequest()
      return { handler, request: requestTo(url, headers), setCookies }
    },
  }
}

function requestTo(url: string, headers: Headers): Request {
  const own = new Headers(headers)
  // The body of an action has already been read.
  for (const name of ['content-length', 'content-type', 'transfer-encoding']) own.delete(name)
  return new Request(url, { headers: own })
}

async function setCookies(cookies: PendingCookies): Promise<void> {
  const store = await cookieStore()
  for (const { name, value, ...attributes } of await cookies()) store.set(name, value, attributes)
}
