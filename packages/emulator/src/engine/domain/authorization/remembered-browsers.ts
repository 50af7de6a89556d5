import { Failure } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import { proceed } from '../authentication/proceed.ts'
import type { Proof } from '../sessions/proof.ts'
import { findUser } from '../users/find-user.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { redirectWithCode } from './issue-authorization-code.ts'

const DAY_MS = 24 * 60 * 60_000

/** A browser in which a user has signed in on our pages and has not signed out. */
export interface RememberedBrowser {
  hash: string
  proof: Proof
  email: string
  /** When the user last entered a credential. */
  signedInAt: number
}

/** Remembers the browser until the session that the sign-in leads to ends. Impersonation is not remembered. */
export async function rememberBrowser(
  context: EngineContext,
  proof: Proof,
): Promise<{ proof: Proof; token?: string }> {
  if (proof.impersonator !== undefined || proof.userId === '') return { proof }
  const token = opaqueToken(context.random, 32)
  const hash = fingerprint(token)
  const now = context.clock.now()
  await context.db
    .insertInto('hosted_browsers')
    .values({
      hash,
      user_id: proof.userId,
      proof: toJson(proof),
      signed_in_at: now,
      expires_at: now + context.settings.session_days * DAY_MS,
    })
    .execute()
  return { proof: { ...proof, browserHash: hash, authenticatedAt: now }, token }
}

/** The browser that sends these cookies. */
export async function rememberedBrowser(
  context: EngineContext,
  cookies: string | null,
): Promise<RememberedBrowser | undefined> {
  const prefix = `${browserCookie(context)}=`
  const cookie = cookies?.split(/; */).find((one) => one.startsWith(prefix))
  if (cookie === undefined) return undefined
  const row = await context.db
    .selectFrom('hosted_browsers')
    .selectAll()
    .where('hash', '=', fingerprint(cookie.slice(prefix.length)))
    .where('expires_at', '>', context.clock.now())
    .executeTakeFirst()
  const user = row && (await findUser(context, row.user_id))
  if (row === undefined || user === undefined) return undefined
  return { hash: row.hash, proof: fromJson(row.proof), email: user.email, signedInAt: row.signed_in_at }
}

export function browserCookie({ clientId }: EngineContext): string {
  return `latchkey_hosted_${clientId}`
}

/** The redirect for a browser that needs no page. Undefined if a page must be shown. */
export async function continueSilently(
  context: EngineContext,
  request: AuthorizationRequest,
  { hash, proof, signedInAt }: RememberedBrowser,
): Promise<string | undefined> {
  const organizationId = request.organizationId ?? proof.organizationId
  try {
    const outcome = await proceed(context, {
      ...proof,
      ...(organizationId !== undefined && { organizationId }),
      browserHash: hash,
      authenticatedAt: signedInAt,
    })
    return outcome.status === 'authenticated' ? redirectWithCode(context, request, outcome.proof) : undefined
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
