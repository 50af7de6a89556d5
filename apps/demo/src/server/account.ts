import { pageUrl } from '@latchkey/core'
import type { AccountData, AuthHandler, PendingCookies } from '@latchkey/core/server'
import { isAccountAction, loadAccountPage, readForm, takeAccountAction } from '@latchkey/core/server'
import type { AccountView } from '../react/pages/account-without-script.tsx'

/** The data that each account page shows. */
export const ACCOUNT_PAGES: Record<string, readonly (keyof AccountData)[]> = {
  '/account': ['profile'],
  '/account/security': ['factors', 'sessions'],
  '/account/organizations': ['organizations'],
  '/account/members': ['members', 'invitations'],
}

/** Marks requests for account pages from browsers without JavaScript. */
export const WITHOUT_SCRIPT = 'without-script'

/** The account page for a browser without JavaScript, or a redirect. */
type AccountResponse = ({ view: AccountView; status: number } | { location: string }) & {
  cookies: readonly PendingCookies[]
}

/** Returns the account page for a browser without JavaScript, or the redirect after a form is submitted. */
export async function accountPage(handler: AuthHandler, request: Request): Promise<AccountResponse> {
  const { pathname: path, searchParams } = new URL(request.url)
  const signIn = pageUrl('/sign-in', path)
  const view: AccountView = {
    path,
    data: {},
    result: null,
    failure: null,
    error: null,
    isDone: searchParams.has('done'),
  }
  let status = 200
  const cookies: PendingCookies[] = []
  const { action, ...fields } = (request.method === 'POST' && (await readForm(request))) || {}
  if (isAccountAction(action)) {
    const back = `${path}?${WITHOUT_SCRIPT}&done`
    const result = await takeAccountAction(handler, request, action, fields, back)
    cookies.push(result.cookies)
    if (result.outcome === 'signed-out') return { location: signIn, cookies }
    if (result.outcome === 'redirect') return { location: result.location, cookies }
    if (result.outcome === 'shown') view.result = result.data
    else {
      view.failure = result.data
      status = result.status
    }
  }
  const page = await loadAccountPage(handler, request, ACCOUNT_PAGES[path] ?? [])
  cookies.push(page.cookies)
  if (page.outcome === 'signed-out') return { location: signIn, cookies }
  if (page.outcome === 'shown') view.data = page.data
  else {
    view.error = page.error
    status = page.status
  }
  return { view, status, cookies }
}
