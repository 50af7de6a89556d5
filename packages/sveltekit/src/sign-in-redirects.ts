import { pageUrl } from '@latchkey/core'
import type { ProviderTarget } from '@latchkey/core/server'
import { authorizePath } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { redirect } from '@sveltejs/kit'
import { getRequestEvent } from '$app/server'
import { handlerOf } from './handler-of.ts'
import { here } from './requested-page.ts'

/** The URL of the sign-in page, which leads back to `returnTo`. Default: the requested page. */
export function signInUrl(options: { returnTo?: string; event?: RequestEvent } = {}): string {
  const { event = getRequestEvent() } = options
  const { returnTo = here(event) } = options
  const { signIn } = handlerOf(event).pages
  return returnTo === '/' ? signIn : pageUrl(signIn, returnTo)
}

/** Redirects to the sign-in page, and back afterward. */
export function redirectToSignIn(options: { returnTo?: string; event?: RequestEvent } = {}): never {
  redirect(303, signInUrl(options))
}

/** Redirects to a provider through the handler, which starts the sign-in in this browser. */
export function redirectToProvider(to: ProviderTarget, event: RequestEvent = getRequestEvent()): never {
  redirect(303, authorizePath(handlerOf(event), to))
}
