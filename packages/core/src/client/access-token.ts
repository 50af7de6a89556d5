import { AuthUnavailable } from './auth-error.ts'
import type { AuthState } from './auth-state.ts'
import { resultOf, type Send } from './exchange.ts'
import type { Result } from './result.ts'
import type { Timers } from './timers.ts'

interface AccessToken {
  token: string
  /** Milliseconds since the epoch. */
  expiresAt: number
}

interface KnownToken {
  /** The session and organization that the token was issued for. */
  of: AuthState
  result: Promise<Result<AccessToken>>
}

type GetToken = (options?: { minTtlSeconds?: number }) => Promise<string>

/** What `getToken` needs from its client. */
interface TokenClient {
  getState(): AuthState
  readonly timers: Timers
  send: Send
}

/** The client's `getToken`. It caches one token, in memory only. */
export function createGetToken({ getState, timers, send }: TokenClient): GetToken {
  let known: KnownToken | undefined
  return async ({ minTtlSeconds = 60 } = {}) => {
    const of = getState()
    const used = known
    let result = used?.of === of ? await used.result : undefined
    if (!result?.ok || result.value.expiresAt - timers.now() < minTtlSeconds * 1_000) {
      // A parallel call may have requested a new token already.
      if (known === used) known = { of, result: send({ path: '/token' }).then(resultOf<AccessToken>) }
      result = await (known as KnownToken).result
    }
    if (!result.ok) throw new AuthUnavailable(result.error)
    return result.value.token
  }
}
