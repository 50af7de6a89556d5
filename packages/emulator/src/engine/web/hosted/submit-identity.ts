import type { EngineContext } from '../../context/engine-context.ts'
import { parseEmail } from '../../contract/email-address.ts'
import { type AuthorizationRequest, redirectBack } from '../../domain/authorization/authorization-request.ts'
import type { AuthorizeError } from '../../domain/authorization/select-target.ts'
import {
  signInWithConnection,
  signInWithProvider,
  standInSubject,
} from '../../domain/authorization/sign-in-identity.ts'
import { findConnection } from '../../domain/connections/connections.ts'
import type { Proof } from '../../domain/sessions/proof.ts'
import type { PageResult } from './authenticate-on-page.ts'
import { finishSignIn } from './finish-sign-in.ts'
import type { Fields } from './submit-step.ts'

/** The stand-in provider's response: a user, a user with an unverified email address, or a denial. */
export async function submitIdentity(
  context: EngineContext,
  request: AuthorizationRequest,
  fields: Fields,
): Promise<PageResult> {
  if (fields.get('action') === 'deny') {
    const refusal = { error: 'access_denied', error_description: 'The user denied access.' }
    return { location: redirectBack(request, refusal) }
  }
  const email = parseEmail(fields.get('identity') || fields.get('email') || '')
  if (email === undefined) return { error: 'Choose an identity or enter a valid email address.' }
  const proof = await signIn(context, request, {
    subject: standInSubject(email),
    email,
    emailVerified: fields.get('unverified') !== 'on',
    ...(fields.get('first_name') && { firstName: fields.get('first_name') ?? '' }),
    ...(fields.get('last_name') && { lastName: fields.get('last_name') ?? '' }),
  })
  if ('error' in proof) return { location: redirectBack(request, { ...proof }) }
  return finishSignIn(context, request, proof)
}

async function signIn(
  context: EngineContext,
  request: AuthorizationRequest,
  identity: Parameters<typeof signInWithProvider>[2],
): Promise<Proof | AuthorizeError> {
  const { target } = request
  if (target.kind === 'provider') return signInWithProvider(context, target.provider, identity, request)
  const connection = target.kind === 'connection' ? await findConnection(context, target.id) : undefined
  if (connection === undefined)
    return { error: 'connection_invalid', error_description: 'The connection no longer exists.' }
  return signInWithConnection(context, connection, identity)
}
