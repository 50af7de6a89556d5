import type { Route } from './context.ts'

/** A route, and the id its path held. */
export interface RouteMatch {
  route: Route
  id: string
}

const ID = /^[\w-]{1,256}$/

/**
 * Finds a route by method and exact path. Another spelling of a path (doubled slash, percent escapes, another case) is
 * another path, so no rule can be walked around by spelling. One trailing slash is the same route under the same rules:
 * frameworks that add it, such as Next with `trailingSlash`, leave no other way to ask.
 */
export function matchRoute(
  routes: ReadonlyMap<string, Route>,
  method: string,
  given: string,
): RouteMatch | 'other-method' | undefined {
  const path = given.endsWith('/') ? given.slice(0, -1) : given
  const exact = routes.get(`${method} ${path}`)
  if (exact !== undefined) return { route: exact, id: '' }
  const slash = path.lastIndexOf('/')
  const id = path.slice(slash + 1)
  const template = `${path.slice(0, slash)}/:id`
  const withId = ID.test(id) ? routes.get(`${method} ${template}`) : undefined
  if (withId !== undefined) return { route: withId, id }
  const known = ['GET', 'POST', 'PATCH', 'DELETE'].some(
    (other) => routes.has(`${other} ${path}`) || (ID.test(id) && routes.has(`${other} ${template}`)),
  )
  return known ? 'other-method' : undefined
}
