import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { fail, failOAuth } from '../../base/failure.ts'
import { fingerprint, sameText } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import type { AuthorizationCodeRow } from '../../storage/tables.ts'
import { endSession } from '../sessions/end-session.ts'
import type { Proof } from '../sessions/proof.ts'
import { grant, originOf } from './grant.ts'
import { proceed } from './proceed.ts'

const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/

export const authorizationCodeGrant = grant({
  type: 'authorization_code',
  secret: 'public',
  fields: v.object({
    code: v.string(),
    code_verifier: v.nullish(v.string()),
    invitation_token: v.nullish(v.string()),
    redirect_uri: v.nullish(v.string()),
  }),
  async run(context, { code, code_verifier, invitation_token, redirect_uri }, client) {
    if (!client.confidential && code_verifier == null) {
      throw failOAuth('invalid_client', 'Send the client_secret, or the code_verifier of a public client.')
    }
    const { proof, hash } = await exchangeCode(context, { code, code_verifier, redirect_uri })
    return proceed(context, {
      ...proof,
      authorizationCodeHash: hash,
      ...(invitation_token != null && { invitationToken: invitation_token }),
      ...originOf(client),
    })
  },
})

/**
 * Exchanges a code, once, for what it proves. Fails with 400 `invalid_grant`, `code_challenge_not_found`, `invalid_request` or
 * `invalid_connection`.
 */
export async function exchangeCode(
  context: EngineContext,
  sent: { code: string; code_verifier?: string | null | undefined; redirect_uri?: string | null | undefined },
): Promise<{ proof: Proof; hash: string }> {
  const row = await findCode(context, sent.code)
  if (row === undefined) throw invalidGrant('This server never issued the code.')
  if (row.expires_at <= context.clock.now())
    throw invalidGrant(`The code expired at ${isoTime(row.expires_at)}.`)
  if (sent.redirect_uri != null && sent.redirect_uri !== row.redirect_uri) {
    throw invalidGrant('The redirect_uri is not the one that the code was sent to.')
  }
  checkVerifier(row, sent.code_verifier ?? undefined)
  const proof = fromJson<Proof>(row.proof)
  await requireConnection(context, proof)
  await claimCode(context, row)
  return { proof, hash: row.hash }
}

/**
 * A user whom an organization's provider has authenticated is accepted only while the organization still trusts that provider.
 */
async function requireConnection(context: EngineContext, proof: Proof): Promise<void> {
  if (proof.authenticationMethod !== 'SSO' || proof.connection === undefined) return
  const connection = await context.db
    .selectFrom('connections')
    .select('state')
    .where('id', '=', proof.connection.id)
    .executeTakeFirst()
  if (connection?.state === 'active') return
  throw failOAuth('invalid_connection', 'The connection no longer exists or is no longer active.')
}

function checkVerifier(row: AuthorizationCodeRow, verifier: string | undefined): void {
  if (row.code_challenge === null) {
    if (verifier === undefined) return
    throw fail(400, 'code_challenge_not_found', 'No code challenge was stored with this code.')
  }
  if (verifier === undefined) {
    throw failOAuth(
      'invalid_request',
      'The code was requested with a code challenge: send its code_verifier.',
    )
  }
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  if (!VERIFIER.test(verifier) || !sameText(challenge, row.code_challenge)) {
    throw invalidGrant('The code_verifier does not match the challenge.')
  }
}

/** A code works once. A second use means that it leaked, so the session that it started ends (RFC 6749 §4.1.2). */
async function claimCode(context: EngineContext, row: AuthorizationCodeRow): Promise<void> {
  const claimed = await context.db
    .updateTable('authorization_codes')
    .set({ used_at: context.clock.now() })
    .where('hash', '=', row.hash)
    .where('used_at', 'is', null)
    .returning('hash')
    .executeTakeFirst()
  if (claimed !== undefined) return
  const used = await context.db
    .selectFrom('authorization_codes')
    .select('session_id')
    .where('hash', '=', row.hash)
    .executeTakeFirst()
  if (used?.session_id) await endSession(context, used.session_id)
  throw invalidGrant('The code was used before.').keepingWritten()
}

function findCode(context: EngineContext, code: string): Promise<AuthorizationCodeRow | undefined> {
  return context.db
    .selectFrom('authorization_codes')
    .selectAll()
    .where('hash', '=', fingerprint(code))
    .executeTakeFirst()
}

function invalidGrant(detail: string) {
  const description = 'The code is unknown, expired or used, or the verifier does not match.'
  return failOAuth('invalid_grant', description).withDetail(detail)
}
