import type { AuthHandler, PageResult } from '@latchkey/core/server'
import { readForm } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { error, redirect } from '@sveltejs/kit'
import { stateOf } from './auth.ts'
import { redirectToSignIn } from './sign-in-redirects.ts'

/**
 * Runs a page function of core for this request, and sets the cookies of its result. Redirects and errors end the request, as
 * in Kit; other results are returned to be shown.
 */
export async function callPage<Result extends PageResult>(
  event: RequestEvent,
  question: (handler: AuthHandler, request: Request) => Promise<Result>,
): Promise<ToShow<Result>> {
  const state = stateOf(event)
  state.isPersonal = true
  const result: PageResult = await question(state.handler, event.request)
  state.cookies.push(result.cookies)
  if (result.outcome === 'redirect') redirectTo(result.location)
  if (result.outcome === 'signed-out') redirectToSignIn({ event })
  if (result.outcome === 'failed') error(result.status, result.error.message)
  return result as ToShow<Result>
}

type ToShow<Result> = Extract<Result, { outcome: 'shown' | 'refused' }>

/** Redirects to another page. Core has checked the target: a path, or a URL on an allowed origin. */
function redirectTo(location: string): never {
  if (location.startsWith('/')) redirect(303, location)
  redirect(303, location, { external: [new URL(location).origin] })
}

/** The text fields of a posted form. Any other body is refused with 400. */
export const readFields = async (request: Request): Promise<Record<string, string>> =>
  (await readForm(request)) ?? error(400, 'The form cannot be read.')
