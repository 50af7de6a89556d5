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
  const { getToken, ...auth } = useAuth()
  const of = auth.isSignedIn ? `${auth.sessionId} ${auth.organizationId} ${auth.expiresAt}` : null
  const [answer, setAnswer] = useState<Answer>(NONE)
  useEffect(() => {
    let wanted = true
    const take = (token: string | null, error: AuthUnavailable | null) => {
      if (wanted) setAnswer({ of, token, error })
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
  const { token, error } = answer.of === of ? answer : NONE
  return { token, error, getToken }
}

interface Answer extends Omit<AccessTokenHandle, 'getToken'> {
  /** The session that it is for. */
  of: string | null
}

const NONE: Answer = { of: null, token: null, error: null }
