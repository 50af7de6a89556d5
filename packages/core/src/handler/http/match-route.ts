import type { Route } from '../route/route.ts'

/** A route, and the id in the request's path. */
export interface RouteMatch {
  route: Route
  id: string
}

const ID = /^[\w-]{1,256}$/

/**
 * Finds a route by method and exact path. A path with another spelling (doubled slash, percent escapes, another case)
 * is another path, so spelling cannot bypass a rule. One trailing slash is allowed, with the same rules, because
 * frameworks that add it, such as Next with `trailingSlash`, redirect requests without it.
 */
export function matchRoute(
  routes: ReadonlyMap<string, Route>,
  method: string,
  given: string,
): RouteMatch | 'other-method' | undefined {
  const path = withoutSlash(given)
  // The pattern of a route, such as `/sessions/:id`, is not itself a path.
  if (path.includes(':')) return undefined
  const exact = routes.get(`${method} ${path}`)
  if (exact !== undefined) return { route: exact, id: '' }
  const slash = path.lastIndexOf('/')
  const id = path.slice(slash + 1)
  const template = `${path.slice(0, slash)}/:id`
  const withId = ID.test(id) ? routes.get(`${method} ${template}`) : undefined
  if (withId !== undefined) return { route: withId, id }
  return methodsOf(routes, path).length > 0 ? 'other-method' : undefined
}

const withoutSlash = (path: string) => (path.endsWith('/') ? path.slice(0, -1) : path)

/** The methods that a path accepts, for the `Allow` header (RFC 9110 §15.5.6). */
export function allowedMethods(routes: ReadonlyMap<string, Route>, given: string): string[] {
  const methods = methodsOf(routes, withoutSlash(given))
  return methods.includes('GET') ? ['GET', 'HEAD', ...methods.slice(1)] : methods
}

function methodsOf(routes: ReadonlyMap<string, Route>, path: string): string[] {
  const slash = path.lastIndexOf('/')
  const paths = [path]
  if (ID.test(path.slice(slash + 1))) paths.push(`${path.slice(0, slash)}/:id`)
  return ['GET', 'POST', 'PATCH', 'DELETE'].filter((method) =>
    paths.some((one) => routes.has(`${method} ${one}`)),
  )
}
