/** Navigates to another page, for example with a router. Called with a path on this origin. */
export type Navigate = (to: string, options: { replace: boolean }) => void

/**
 * Goes to `to`: with `navigate` on this origin, with the browser elsewhere. URLs other than http and https are ignored. The
 * handler decides which other origins are allowed.
 */
export function goTo(to: string, navigate: Navigate | undefined, replace = false): void {
  if (!URL.canParse(to, location.href)) return
  const { origin, pathname, search, hash, href } = new URL(to, location.href)
  if (!/^https?:/.test(href)) return
  if (navigate && origin === location.origin) navigate(pathname + search + hash, { replace })
  else location[replace ? 'replace' : 'assign'](href)
}

/** The URL of a page with a `returnTo` parameter. Default for `returnTo`: the current page. */
export function pageUrl(page: string, returnTo?: string): string {
  const { pathname = '/', search = '' } = globalThis.location ?? {}
  return `${page}?returnTo=${encodeURIComponent(returnTo ?? pathname + search)}`
}

/** Whether a path belongs to an app that is mounted at `appPath`. */
export const isBelow = (appPath: string, path: string) =>
  appPath !== '' && (path === appPath || path.startsWith(`${appPath}/`) || path.startsWith(`${appPath}?`))

/** Removes the app's base path from a path, for a router that adds it to redirects and links. */
export const routerPath = (appPath: string, path: string): string =>
  isBelow(appPath, path) ? path.slice(appPath.length).replace(/^(?!\/)/, '/') : path
