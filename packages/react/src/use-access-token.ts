import type { AuthState, AuthUnavailable } from '@latchkey/core'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useAuthContext } from './auth-context.ts'

/** An access token for calls to another origin. */
export interface AccessTokenHandle {
  /** `null` until the token has arrived, and while no user is signed in. */
  token: string | null
  /** Returns a token with enough time left for a call. */
  getToken(): Promise<string>
  error: AuthUnavailable | null
}

/** The session's access token, if the handler returns it. Prefer `getToken()` right before each call. */
export function useAccessToken(): AccessTokenHandle {
  const { client, actions } = useAuthContext()
  const { getToken } = actions
  const of = useSyncExternalStore(
    client.subscribe,
    () => sessionOf(client.getState()),
    () => sessionOf(client.getServerSnapshot()),
  )
  const [response, setResponse] = useState<TokenResult>(NONE)
  useEffect(() => {
    let wanted = true
    const take = (token: string | null, error: AuthUnavailable | null) => {
      if (wanted) setResponse({ of, token, error })
    }
    if (of !== null)
      getToken().then(
        (token) => take(token, null),
        (error) => take(null, error as AuthUnavailable),
      )
    return () => {
      wanted = false
    }
  }, [of, getToken])
  // A token of another user or organization must not be visible, not even for one render.
  const { token, error } = response.of === of ? response : NONE
  return { token, error, getToken }
}

/** Identifies the session, its organization and its current token. */
const sessionOf = (auth: AuthState): string | null =>
  auth.isSignedIn ? `${auth.sessionId} ${auth.organizationId} ${auth.expiresAt}` : null

interface TokenResult extends Omit<AccessTokenHandle, 'getToken'> {
  /** The session that the token belongs to. */
  of: string | null
}

const NONE: TokenResult = { of: null, token: null, error: null }
