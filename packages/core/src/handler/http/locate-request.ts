import { fault } from '../events/fault.ts'
import type { HandlerContext } from '../route/handler-context.ts'

type AddressContext = Pick<HandlerContext, 'basePath' | 'routePath' | 'emit'>

/**
 * The part of a request's path below the handler's base path; `undefined` for any other path. If the path, or the
 * prefix that a proxy says it removed, does not match the settings, this is reported to the operator: otherwise nothing
 * would explain why sign-ins end on a page that does not exist.
 */
export function locateRequest(
  { pathname }: URL,
  headers: Headers,
  { basePath, routePath, emit }: AddressContext,
): string | undefined {
  const path = routePath(pathname)
  if (path === undefined) {
    const found = fault('address_mismatch', { expected: [basePath], got: pathname.slice(0, 200) })
    emit({ type: 'address_mismatch', path: pathname, basePath, ...found })
    return undefined
  }
  const forwardedPrefix = headers.get('x-forwarded-prefix')?.replace(/\/$/, '')
  if (forwardedPrefix && !matchesPrefix(forwardedPrefix, pathname, basePath + path)) {
    const found = fault('forwarded_prefix', { expected: [basePath], got: forwardedPrefix.slice(0, 200) })
    emit({ type: 'address_mismatch', path: pathname, basePath, forwardedPrefix, ...found })
  }
  return path
}

/** Some proxies name the prefix but do not remove it. */
const matchesPrefix = (prefix: string, pathname: string, expected: string) =>
  prefix + pathname === expected || (pathname === expected && pathname.startsWith(`${prefix}/`))
