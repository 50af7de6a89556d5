import type { HandlerContext } from './context.ts'

type AddressContext = Pick<HandlerContext, 'basePath' | 'routePath' | 'emit' | 'notify'>

/**
 * The handler's own part of a request's path; `undefined` for a path outside. Where the path, or the prefix that a proxy
 * says it took off, does not fit the settings, the operator hears of it: nothing else would say why sign-ins end on a
 * page that does not exist.
 */
export function locateRequest(
  { pathname }: URL,
  headers: Headers,
  { basePath, routePath, emit, notify }: AddressContext,
): string | undefined {
  const path = routePath(pathname)
  if (path === undefined) {
    emit({ type: 'address_mismatch', path: pathname, basePath })
    notify(
      'outside the base path',
      `a request for ${shown(pathname)} reached the auth handler, which browsers find below ${basePath}. It was not answered. If browsers find it elsewhere, set basePath, or appPath where the whole app is below a path; if something changes the path on its way, set mountPath to what requests show instead of ${basePath}.`,
    )
    return undefined
  }
  const forwardedPrefix = headers.get('x-forwarded-prefix')?.replace(/\/$/, '')
  if (forwardedPrefix && !agrees(forwardedPrefix, pathname, basePath + path)) {
    emit({ type: 'address_mismatch', path: pathname, basePath, forwardedPrefix })
    notify(
      'forwarded prefix',
      `a proxy says that it took ${shown(forwardedPrefix)} off the path of a request (X-Forwarded-Prefix), but the auth handler takes ${basePath} for its address. Redirect URIs and links lead there. Set appPath to the path that the app is below.`,
    )
  }
  return path
}

/** Some proxies name the prefix and leave it where it was. */
const agrees = (prefix: string, pathname: string, expected: string) =>
  prefix + pathname === expected || (pathname === expected && pathname.startsWith(`${prefix}/`))

const shown = (text: string) => JSON.stringify(text.slice(0, 200))
