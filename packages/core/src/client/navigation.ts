/** Moves the page, for instance by a router. Called with a path of this origin. */
export type Navigate = (to: string, options: { replace: boolean }) => void

/**
 * Goes to `to`: by `navigate` inside this origin, by the browser elsewhere.
 * Anything but http and https is ignored; which other origins are allowed is the handler's decision.
 */
export function goTo(to: string, navigate: Navigate | undefined, replace = false): void {
  if (!URL.canParse(to, location.href)) return
  const url = new URL(to, location.href)
  if (!/^https?:$/.test(url.protocol)) return
  if (navigate && url.origin === location.origin) {
    navigate(url.pathname + url.search + url.hash, { replace })
  } else location[replace ? 'replace' : 'assign'](url.href)
}
