import type { FlowKind, FlowPayload, SessionPayload } from '@latchkey/core'
import { type AuthHandler, type PendingCookies, sessionPayload } from '@latchkey/core/server'
import { getInitialFlow } from '@latchkey/react/server'
import { cookies as cookieStore } from 'next/headers'
import type { CurrentRequest } from './current-request.ts'

/** The query of a page, as Next gives it to the page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** What a server component passes to the first render, and the way to the functions of `@latchkey/core/server`. */
export interface Reads {
  /**
   * The session for `<AuthProvider initialAuth>`, an allow-list without tokens. With it, a page shows who is signed in
   * before any script has run, and can no longer be static.
   */
  readAuth(): Promise<SessionPayload | undefined>
  /**
   * The flow for `<SignIn initialFlow>` and its siblings. With it, every step works without JavaScript. With
   * `cacheComponents`, the page exports `instant = false`: browsers without JavaScript show nothing that waits in `<Suspense>`.
   *
   * @param searchParams The page's own prop.
   */
  readFlow(kind: FlowKind, searchParams: SearchParams): Promise<FlowPayload | undefined>
  /**
   * The request that is being answered, for functions of `@latchkey/core/server` that take one:
   * `loadAccountPage(handler, request, ['profile'])`.
   */
  requestContext(): Promise<RequestContext>
}

/** A request that is being answered, and the handler to take it to. */
export interface RequestContext {
  handler: AuthHandler
  request: Request
  /** Sets the cookies that a server action comes to: after a switch of the organization, or a sign-out. A render cannot. */
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
  // The body of an action is read already.
  for (const name of ['content-length', 'content-type', 'transfer-encoding']) own.delete(name)
  return new Request(url, { headers: own })
}

async function setCookies(cookies: PendingCookies): Promise<void> {
  const store = await cookieStore()
  for (const { name, value, ...attributes } of await cookies()) store.set(name, value, attributes)
}
