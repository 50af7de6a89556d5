/**
 * The session in components, and forms that keep what was typed.
 *
 * @module @latchkey/sveltekit/client
 */

import type { Permission, SessionPayload, SessionUser } from '@latchkey/core'
import { createSubscriber } from 'svelte/reactivity'
import { afterNavigate, invalidate } from '$app/navigation'
import { page } from '$app/state'
import type { AuthData } from './auth.ts'
import { appBase } from './base.ts'
import { begunByAnother } from './begun-by.ts'
import { clientOfPage, isNewer, isOfVisitor, knownClient } from './client-of-page.ts'
import type { RemoteInstance } from './enhance.ts'
import { noticeIn, troubleOf, userOfPage } from './enhance.ts'

export type { EnhanceOptions, RemoteInstance, Trouble } from './enhance.ts'
export { actionUrl, enhance, enhanceFlow } from './enhance.ts'

/** The session in a component. Needs no provider and no store, and contains no token. */
export interface ClientAuth {
  readonly current: AuthData | undefined
  /** The signed-in user. */
  readonly user: SessionUser | undefined
  /** Whether the page was prerendered for all visitors and the handler has not responded about this one yet. */
  readonly isLoading: boolean
  /** Whether to show something. The server decides what is allowed. */
  can(permission: Permission): boolean
}

/** Options of {@link useAuth}. */
export interface UseAuthOptions {
  /** The path of the handler, if the hook has another `basePath`. Default: `/auth` below `paths.base`. */
  basePath?: string
}

/**
 * The session from the root layout's `authData()`, kept up to date. A sign-in, sign-out or change of user in another tab is
 * noticed immediately, or on the next focus at the latest. A prerendered page requests the session once, if this browser seems
 * to be signed in. No page data is reloaded automatically, so that a form being filled in is kept; call {@link refreshAuth} to
 * reload it. Call this function during component initialization.
 */
export function useAuth({ basePath = `${appBase}/auth` }: UseAuthOptions = {}): ClientAuth {
  const follow = createSubscriber((update) => {
    return clientOfPage(basePath).subscribe(update)
  })
  afterNavigate(() => {
    const known = page.data.auth
    const client = knownClient()
    const state = client?.getState()
    if (!isOfVisitor(known)) client?.look()
    else if (state !== undefined && !isNewer(state, known)) client?.accept(known)
  })
  const current = (): AuthData | undefined => {
    follow()
    const state = knownClient()?.getState()
    const known = page.data.auth
    return state !== undefined && isNewer(state, known) ? (state as SessionPayload) : known
  }
  const signedIn = () => {
    const auth = current()
    return auth?.status === 'signed-in' ? auth : undefined
  }
  return {
    get current() {
      return current()
    },
    get user() {
      return signedIn()?.user
    },
    get isLoading() {
      follow()
      return !isOfVisitor(page.data.auth) && knownClient()?.getState().isLoaded === false
    },
    can: (permission) => signedIn()?.permissions.includes(permission) ?? false,
  }
}

/**
 * {@link enhance} for remote forms: `<form {...save.enhance(enhanceRemote)}>`. Before submitting, it checks that the user of
 * this page is still signed in, because a remote form without a session redirects away from its page. If anything goes wrong,
 * the form keeps its input and shows a message.
 */
export async function enhanceRemote(form: RemoteInstance): Promise<void> {
  const { element } = form
  if (element.getAttribute('aria-busy') === 'true') return
  element.setAttribute('aria-busy', 'true')
  const show = noticeIn(element)
  try {
    const refusal = await refusalOfPage()
    show(refusal && troubleOf({ type: 'error', ...refusal }, {}))
    if (refusal === undefined && (await form.submit()) && element.isConnected)
      HTMLFormElement.prototype.reset.call(element)
  } catch (cause) {
    // Kit 2 throws redirects, and follows them.
    if ((cause as { location?: string }).location !== undefined) throw cause
    const { status, body } = cause as { status?: number; body?: { message?: string } }
    show(troubleOf({ type: 'error', status, message: body?.message }, {}))
  } finally {
    element.setAttribute('aria-busy', 'false')
  }
}

/** Why the user of this page can no longer submit its form, if the handler can be reached. */
async function refusalOfPage(): Promise<{ status: number; message?: string } | undefined> {
  const begunBy = userOfPage()
  if (begunBy === undefined) return undefined
  const state = await clientOfPage(`${appBase}/auth`).refresh()
  if (!state.isLoaded) return undefined
  if (!state.isSignedIn) return { status: 401 }
  return state.stale || state.user.id === begunBy
    ? undefined
    : { status: 409, message: begunByAnother(state.user.email) }
}

/** Reloads the session from the server. */
export const refreshAuth = (): Promise<void> => invalidate('latchkey:auth')
