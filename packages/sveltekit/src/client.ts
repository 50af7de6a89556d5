/**
 * The session in components.
 *
 * @module @latchkey/sveltekit/client
 */

import type { Permission, SessionUser } from '@latchkey/core'
import { onMount } from 'svelte'
import { invalidate } from '$app/navigation'
import { page } from '$app/state'
import type { AuthData } from './auth.ts'

/** The session in a component. Reads follow `page.data.auth`; no provider, no store, no token. */
export interface ClientAuth {
  readonly current: AuthData | undefined
  /** The signed-in person. */
  readonly user: SessionUser | undefined
  /** Whether to show something. What is allowed is decided on the server. */
  can(permission: Permission): boolean
}

/**
 * The session as the root layout's `authData()` gave it. Call it while a component is set up.
 * When somebody comes back to the page after the session was due for renewal, it is asked for once.
 */
export function useAuth(): ClientAuth {
  onMount(() => {
    let askedFor: number | undefined
    const check = () => {
      const { auth } = page.data
      if (document.visibilityState !== 'visible' || auth?.status !== 'signed-in') return
      if (auth.expiresAt > Date.now() || auth.expiresAt === askedFor) return
      askedFor = auth.expiresAt
      void refreshAuth()
    }
    document.addEventListener('visibilitychange', check)
    return () => document.removeEventListener('visibilitychange', check)
  })
  const signedIn = () => (page.data.auth?.status === 'signed-in' ? page.data.auth : undefined)
  return {
    get current() {
      return page.data.auth
    },
    get user() {
      return signedIn()?.user
    },
    can: (permission) => signedIn()?.permissions.includes(permission) ?? false,
  }
}

/** Asks the server again who is signed in. */
export const refreshAuth = (): Promise<void> => invalidate('latchkey:auth')
