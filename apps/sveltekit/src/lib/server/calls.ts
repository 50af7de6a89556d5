import type { RequestEvent } from '@sveltejs/kit'
import { getRequestEvent } from '$app/server'

const COOKIE = 'admin-calls'
const MAXIMUM = 12

// `locals` is the one object that all copies of a request's event share.
const made = new WeakMap<App.Locals, string[]>()

/** Notes a call of the API with the request that made it. */
export function noteCall(call: string): void {
  const { locals } = getRequestEvent()
  made.set(locals, [...(made.get(locals) ?? []), call].slice(-MAXIMUM))
}

/** The calls behind a page: those of the form that led here, and those of the page itself. */
export function takeCalls({ cookies, locals }: RequestEvent): string[] {
  const before = cookies.get(COOKIE)?.split('\n') ?? []
  if (before.length > 0) cookies.delete(COOKIE, { path: '/admin', secure: false })
  return [...before, ...(made.get(locals) ?? [])]
}

/** Keeps a form's calls for the page that it leads to. */
export function passCalls({ cookies, locals }: RequestEvent): void {
  const calls = made.get(locals)?.join('\n')
  if (calls !== undefined) cookies.set(COOKIE, calls, { path: '/admin', maxAge: 30, secure: false })
}
