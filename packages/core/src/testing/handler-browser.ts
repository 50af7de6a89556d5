import type { FlowInput } from '../flow/index.ts'
import type { AuthHandler } from '../handler/index.ts'
import { type CookieJar, cookieJar } from './cookie-jar.ts'

/** One browser that uses a handler: it sends requests as a page of the app does, and keeps the cookies. */
export interface HandlerBrowser {
  readonly jar: CookieJar
  /** Sends fields as a script does, or as a plain form without JavaScript. */
  send(method: string, path: string, fields?: FlowInput, options?: { asForm?: boolean }): Promise<Response>
  read<T>(path: string): Promise<T>
  /** Sends a request that must succeed, and reads its response. */
  perform(method: string, path: string, fields?: FlowInput): Promise<unknown>
}

export function handlerBrowser(handler: AuthHandler): HandlerBrowser {
  const jar = cookieJar()

  async function send(
    method: string,
    path: string,
    fields?: FlowInput,
    { asForm = false } = {},
  ): Promise<Response> {
    const headers = new Headers({ origin: handler.appOrigin, 'sec-fetch-site': 'same-origin' })
    const cookies = jar.header()
    if (cookies !== undefined) headers.set('cookie', cookies)
    if (!asForm) headers.set('accept', 'application/json')
    if (fields !== undefined) {
      headers.set('content-type', asForm ? 'application/x-www-form-urlencoded' : 'application/json')
    }
    const given = fields && withoutUndefined(fields)
    const body = given && (asForm ? new URLSearchParams(given).toString() : JSON.stringify(given))
    const url = new URL(handler.basePath + path, handler.appOrigin)
    const response = await handler.handle(new Request(url, { method, headers, body }))
    jar.store(response.headers.getSetCookie())
    return response
  }

  const read = async <T>(path: string): Promise<T> => (await (await send('GET', path)).json()) as T

  async function perform(method: string, path: string, fields: FlowInput = {}): Promise<unknown> {
    const response = await send(method, path, fields)
    const body: unknown = await response.json()
    if (!response.ok)
      throw new Error(`${method} ${path} returned ${response.status}: ${JSON.stringify(body)}`)
    return body
  }

  return { jar, send, read, perform }
}

export function withoutUndefined(
  values: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
