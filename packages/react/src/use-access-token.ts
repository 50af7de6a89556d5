import type { AuthState, AuthUnavailable } from '@latchkey/core'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useAuthContext } from './auth-context.ts'

/** A token for calls to another origin. */
export interface AccessTokenHandle {
  /** `null` until it is there, and when nobody is signed in. */
  token: string | null
  /** A token that is good for a while yet, for the moment of a call. */
  getToken(): Promise<string>
  error: AuthUnavailable | null
}

/** The session's access token, when the handler gives it out. Prefer `getToken()` right before a call. */
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
  // A token of another person or organization must not be seen, not even for one render.
  const { token, error } = response.of === of ? response : NONE
  return { token, error, getToken }
}

/** Names the session, its organization and its current token. */
const sessionOf = (auth: AuthState): string | null =>
  auth.isSignedIn ? `${auth.sessionId} ${auth.organizationId} ${auth.expiresAt}` : null

interface TokenResult extends Omit<AccessTokenHandle, 'getToken'> {
  /** The session that it is for. */
  of: string | null
}

const NONE: TokenResult = { of: null, token: null, error: null }
