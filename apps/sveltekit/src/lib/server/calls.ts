import type { RequestEvent } from '@sveltejs/kit'
import { getRequestEvent } from '$app/server'

const COOKIE = 'admin-calls'
const MAXIMUM = 12

// Keyed by `locals`, because it is the only object that all copies of a request's event share.
const made = new WeakMap<App.Locals, string[]>()

/** Records an API call for the current request. */
export function noteCall(call: string): void {
  const { locals } = getRequestEvent()
  made.set(locals, [...(made.get(locals) ?? []), call].slice(-MAXIMUM))
}

/** The API calls of a page, including those of the form that redirected to it. */
export function takeCalls({ cookies, locals }: RequestEvent): string[] {
  const before = cookies.get(COOKIE)?.split('\n') ?? []
  if (before.length > 0) cookies.delete(COOKIE, { path: '/admin', secure: false })
  return [...before, ...(made.get(locals) ?? [])]
}

/** Stores a form's API calls for the page that it redirects to. */
export function passCalls({ cookies, locals }: RequestEvent): void {
  const calls = made.get(locals)?.join('\n')
  if (calls !== undefined) cookies.set(COOKIE, calls, { path: '/admin', maxAge: 30, secure: false })
}
