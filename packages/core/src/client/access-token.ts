import type { AuthClient } from './auth-client.ts'
import { AuthUnavailable } from './auth-error.ts'
import type { AuthState } from './auth-state.ts'
import { resultOf } from './exchange.ts'
import type { Result } from './result.ts'

interface AccessToken {
  token: string
  /** Milliseconds since the epoch. */
  expiresAt: number
}

interface KnownToken {
  /** A token belongs to one session in one organization. */
  of: AuthState
  result: Promise<Result<AccessToken>>
}

/** One token of each client, in memory only. */
const tokens = new WeakMap<AuthClient, KnownToken>()

/**
 * A short-lived access token for calls to another origin, when the app has turned that route on.
 * It is good for `minTtlSeconds` yet (default 60), kept in memory only, and asked for once however many want it.
 *
 * @throws {AuthUnavailable} when the handler gives none.
 */
export async function getToken(
  client: AuthClient,
  { minTtlSeconds = 60 }: { minTtlSeconds?: number } = {},
): Promise<string> {
  const of = client.getState()
  const asked = tokens.get(client)
  let result = asked?.of === of ? await asked.result : undefined
  if (!result?.ok || result.value.expiresAt - client.timers.now() < minTtlSeconds * 1_000) {
    // Another caller of this function may have asked again already.
    if (tokens.get(client) === asked)
      tokens.set(client, { of, result: client.send({ path: '/token' }).then(resultOf<AccessToken>) })
    result = await (tokens.get(client) as KnownToken).result
  }
  if (!result.ok) throw new AuthUnavailable(result.error)
  return result.value.token
}
