import type { EngineContext } from '../../context/engine-context.ts'
import { parseEmail } from '../../contract/email-address.ts'
import { fromJson } from '../../storage/json.ts'
import type { Proof } from '../sessions/proof.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { type AuthorizationRequest, redirectBack } from './authorization-request.ts'
import { takeImpersonation } from './impersonation.ts'
import { redirectWithCode } from './issue-authorization-code.ts'
import type { AuthorizeError } from './select-target.ts'
import {
  type ProviderIdentity,
  signInWithConnection,
  signInWithProvider,
  standInSubject,
} from './sign-in-identity.ts'

/** Consents, in tests without a browser, for the user named by `login_hint` or for the first profile of a connection. */
export async function consentAtOnce(context: EngineContext, request: AuthorizationRequest): Promise<string> {
  const { target } = request
  const impersonated = await takeImpersonation(context)
  if (impersonated !== undefined) return redirectWithCode(context, request, impersonated)
  if (target.kind === 'connection') {
    const connection = await context.db
      .selectFrom('connections')
      .selectAll()
      .where('id', '=', target.id)
      .executeTakeFirstOrThrow()
    const profile = fromJson<Array<{ email: string; first_name?: string; last_name?: string }>>(
      connection.profiles,
    )[0]
    const email = parseEmail(request.loginHint ?? profile?.email ?? '')
    if (email === undefined) return denied(request, 'login_hint does not match a user.')
    return outcome(context, request, await signInWithConnection(context, connection, identityOf(email)))
  }
  const email = parseEmail(request.loginHint ?? '')
  if (email === undefined) return denied(request, 'login_hint does not match a user.')
  if (target.kind === 'provider') {
    const identity = identityOf(email)
    const proof = await signInWithProvider(context, target.provider, identity, request)
    return outcome(context, request, proof)
  }
  const user = await findUserByEmail(context, email)
  if (user === undefined) return denied(request, 'login_hint does not match a user.')
  return redirectWithCode(context, request, {
    userId: user.id,
    authenticationMethod: 'MagicAuth',
    sessionMethod: 'magic_code',
    eventKind: 'magic_auth',
    secondFactor: false,
    ...(request.organizationId !== undefined && { organizationId: request.organizationId }),
  })
}

function outcome(context: EngineContext, request: AuthorizationRequest, proof: Proof | AuthorizeError) {
  return 'error' in proof ? redirectBack(request, { ...proof }) : redirectWithCode(context, request, proof)
}

function identityOf(email: string): ProviderIdentity {
  return { subject: standInSubject(email), email, emailVerified: true }
}

function denied(request: AuthorizationRequest, description: string): string {
  return redirectBack(request, { error: 'access_denied', error_description: description })
}
