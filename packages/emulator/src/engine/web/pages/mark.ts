import { type Html, html } from '../../base/html.ts'

const KEY = 'M4 12a4 4 0 1 1 8 0 4 4 0 0 1-8 0Zm8 0h9m-3 0v3.5m-3-3.5v2.5'

/** The key icon of Latchkey. */
export const mark: Html = html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="${KEY}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>`

/** The same icon for the browser tab. */
export function favicon(color = '#b8862b'): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${KEY}" fill="none" stroke="${color}" stroke-width="2.4" stroke-linecap="round"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
