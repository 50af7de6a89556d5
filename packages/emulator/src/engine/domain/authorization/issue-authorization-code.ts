import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import type { Proof } from '../sessions/proof.ts'
import { type AuthorizationRequest, redirectBack } from './authorization-request.ts'

const LIFETIME_MS = 10 * 60_000

/** Creates a code for what the user has proven, and the redirect URL that contains it. */
export async function redirectWithCode(
  context: EngineContext,
  request: AuthorizationRequest,
  proof: Proof,
): Promise<string> {
  const code = context.ids.ulid()
  await context.db
    .insertInto('authorization_codes')
    .values({
      hash: fingerprint(code),
      redirect_uri: request.redirectUri,
      code_challenge: request.codeChallenge ?? null,
      proof: toJson({
        ...proof,
        ...(request.invitationToken !== undefined && { invitationToken: request.invitationToken }),
      }),
      expires_at: context.clock.now() + LIFETIME_MS,
      used_at: null,
      session_id: null,
    })
    .execute()
  return redirectBack(request, { code })
}
