/** Moves the page, for instance by a router. Called with a path of this origin. */
export type Navigate = (to: string, options: { replace: boolean }) => void

/**
 * Goes to `to`: by `navigate` inside this origin, by the browser elsewhere.
 * Anything but http and https is ignored; which other origins are allowed is the handler's decision.
 */
export function goTo(to: string, navigate: Navigate | undefined, replace = false): void {
  if (!URL.canParse(to, location.href)) return
  const { origin, pathname, search, hash, href } = new URL(to, location.href)
  if (!/^https?:/.test(href)) return
  if (navigate && origin === location.origin) navigate(pathname + search + hash, { replace })
  else location[replace ? 'replace' : 'assign'](href)
}

/** A page's address, with the way back: by default to the current page. */
export function pageUrl(page: string, returnTo?: string): string {
  const { pathname = '/', search = '' } = globalThis.location ?? {}
  return `${page}?returnTo=${encodeURIComponent(returnTo ?? pathname + search)}`
}

/** Whether an app that is under a path knows an address under it. */
export const isBelow = (appPath: string, path: string) =>
  appPath !== '' && (path === appPath || path.startsWith(`${appPath}/`) || path.startsWith(`${appPath}?`))

/** A path that browsers know, for a router that adds the path that the app is below to redirects and links. */
export const routerPath = (appPath: string, path: string): string =>
  isBelow(appPath, path) ? path.slice(appPath.length).replace(/^(?!\/)/, '/') : path
