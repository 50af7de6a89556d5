import { routerPath } from '@latchkey/core'
import type { Guards, Requirement, RequireOptions, SignedIn } from '@latchkey/core/server'
import { createGuards, decideFor, publicPath, refusalResponse } from '@latchkey/core/server'
import { redirect } from 'react-router'
import { type GuardContext, requestAuthIn } from './request-auth.ts'

/** Whether the router itself fetches page data. It follows redirects. */
function isOfRouter({ request, url }: GuardContext): boolean {
  const { pathname } = new URL(request.url)
  return pathname.endsWith('.data') && pathname !== url.pathname
}

/** Returns a user who meets the requirement, and throws React Router's redirect or error for everyone else. */
function pass(args: GuardContext, requirement: Requirement, options: RequireOptions): SignedIn {
  const auth = requestAuthIn(args)
  const { handler } = auth
  const { request, url } = args
  const context = {
    method: request.method,
    headers: request.headers,
    url: handler.appOrigin + publicPath(handler, url.pathname) + url.search,
  }
  const decision = decideFor(auth, requirement, context, {
    ...options,
    isFollowed: isOfRouter(args) || undefined,
  })
  if (decision.outcome === 'allowed') return decision.auth
  if (decision.outcome === 'refused') throw refusalResponse(decision)
  // The router adds its `basename` to redirects. It has one if its URLs include the app's path.
  const basename = routerPath(handler.appPath, url.pathname) === url.pathname ? '' : handler.appPath
  throw redirect(routerPath(basename, decision.location), 303)
}

/** @see Guards */
export const guards: Guards<[args: GuardContext]> = createGuards(1, ([args], requirement, options) =>
  pass(args, requirement, options),
)
