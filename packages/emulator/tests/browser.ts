import type { Emulator } from '../src/index.ts'

/** A browser without JavaScript: stores the URL and cookies, follows redirects within the emulator, and posts forms. */
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
  const cookies = new Map<string, string>()

  async function go(target: string, init: RequestInit = {}): Promise<void> {
    url = new URL(target, url)
    // The application's own pages do not exist in the tests.
    if (url.origin !== new URL(emulator.url).origin) return
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = { ...init.headers, ...(cookie !== '' && { cookie }) }
    const response = await emulator.fetch(url, { ...init, headers: sent, redirect: 'manual' })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location !== null) return go(location)
    status = response.status
    headers = response.headers
    // Places where an email address can be split are not part of the text.
    html = (await response.text()).replaceAll('<wbr>', '')
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
