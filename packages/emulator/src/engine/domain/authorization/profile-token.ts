import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import { storeProof } from '../authentication/pending-token.ts'
import type { Proof } from '../sessions/proof.ts'

/** The same lifetime as that of pending tokens. */
export const PROFILE_TOKEN_SECONDS = 600

/** Creates a token that can only read a profile. It is stored with the pending tokens, but does not work as one. */
export async function createProfileToken(context: EngineContext, proof: Proof): Promise<string> {
  const token = opaqueToken(context.random)
  await storeProof(context, hashOf(token), proof)
  return token
}

/** What the bearer token of a request proves. */
export async function findProfileToken(
  context: EngineContext,
  authorization: string | null,
): Promise<Proof | undefined> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) return undefined
  const row = await context.db
    .selectFrom('pending_tokens')
    .select('proof')
    .where('hash', '=', hashOf(token))
    .where('expires_at', '>', context.clock.now())
    .executeTakeFirst()
  return row === undefined ? undefined : fromJson<Proof>(row.proof)
}

function hashOf(token: string): string {
  return fingerprint(`profile ${token}`)
}
