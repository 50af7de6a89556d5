import type { AuthUnavailable } from '@latchkey/core'
import { useEffect, useState } from 'react'
import { useAuth } from './use-auth.ts'

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
  const { isSignedIn, getToken, ...auth } = useAuth()
  const [answer, setAnswer] = useState<Omit<AccessTokenHandle, 'getToken'>>({ token: null, error: null })
  const of = auth.status === 'signed-in' ? `${auth.sessionId} ${auth.organizationId} ${auth.expiresAt}` : null
  useEffect(() => {
    let wanted = true
    setAnswer({ token: null, error: null })
    if (of !== null)
      getToken().then(
        (token) => wanted && setAnswer({ token, error: null }),
        (error) => wanted && setAnswer({ token: null, error: error as AuthUnavailable }),
      )
    return () => {
      wanted = false
    }
  }, [of, getToken])
  // A token of the former person must not be seen, not even for one render.
  return { ...(isSignedIn ? answer : { token: null, error: null }), getToken }
}
