import type { Emulator } from '../src/index.ts'

/** A browser with JavaScript off: keeps the address, follows redirects within the emulator, posts forms. */
export interface Browser {
  readonly url: URL
  readonly status: number
  readonly html: string
  readonly headers: Headers
  open(url: string): Promise<void>
  submit(fields: Record<string, string>): Promise<void>
}

export function createBrowser(emulator: Emulator): Browser {
  let url = new URL(emulator.url)
  let status = 0
  let html = ''
  let headers = new Headers()

  async function go(target: string, init: RequestInit = {}): Promise<void> {
    url = new URL(target, url)
    // The application's own pages are not served here.
    if (url.origin !== new URL(emulator.url).origin) return
    const response = await emulator.fetch(url, { ...init, redirect: 'manual' })
    const location = response.headers.get('location')
    if (location !== null) return go(location)
    status = response.status
    headers = response.headers
    html = await response.text()
  }

  return {
    get url() {
      return url
    },
    get status() {
      return status
    },
    get html() {
      return html
    },
    get headers() {
      return headers
    },
    open: (target) => go(target),
    submit: (fields) =>
      go(url.href, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: url.origin } }),
  }
}
