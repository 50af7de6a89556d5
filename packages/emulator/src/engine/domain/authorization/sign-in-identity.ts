import type { EngineContext } from '../../context/engine-context.ts'
import { domainOf, emailKey } from '../../contract/email-address.ts'
import { fromJson } from '../../storage/json.ts'
import type { ConnectionRow, UserRow } from '../../storage/tables.ts'
import { createUser } from '../accounts/create-user.ts'
import { proveEmail } from '../accounts/prove-email.ts'
import { activateMembership } from '../organizations/activate-membership.ts'
import type { Proof } from '../sessions/proof.ts'
import { findUser, findUserByEmail } from '../users/find-user.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { AuthorizeError } from './select-target.ts'

/** A provider's data about a user. */
export interface ProviderIdentity {
  subject: string
  email: string
  emailVerified: boolean
  firstName?: string
  lastName?: string
}

/**
 * The user of an account at a provider. The account is identified by provider and subject. It is linked to an existing user by
 * email address only if the provider has verified that address. If sign-up is disabled, the code of an unknown user is refused
 * with `sign_up_not_allowed`, unless they have an invitation.
 */
export async function signInWithProvider(
  context: EngineContext,
  provider: string,
  identity: ProviderIdentity,
  {
    providerScopes: scopes,
    invitationToken,
  }: Pick<AuthorizationRequest, 'providerScopes' | 'invitationToken'>,
): Promise<Proof | AuthorizeError> {
  const linked = await context.db
    .selectFrom('identities')
    .select('user_id')
    .where('provider', '=', provider)
    .where('idp_id', '=', identity.subject)
    .executeTakeFirst()
  const common = {
    authenticationMethod: provider,
    sessionMethod: 'oauth',
    eventKind: 'oauth',
    secondFactor: false,
  } as const
  const known = linked ?? (await findUserByEmail(context, identity.email))
  if (known === undefined && !context.settings.sign_up_enabled && invitationToken === undefined) {
    return { ...common, userId: '', signUpRefused: true }
  }
  const user =
    linked !== undefined ? await findUser(context, linked.user_id) : await link(context, provider, identity)
  if (user === undefined) {
    return { error: 'oauth_failed', error_description: 'The provider did not verify this email address.' }
  }
  return {
    ...common,
    userId: user.id,
    connection: { id: provider, type: provider, subject: identity.subject },
    ...(scopes.length > 0 && { oauthTokens: { provider, scopes } }),
  }
}

/**
 * The user of an account at an organization's identity provider, who joins the organization at the first sign-in. A provider is
 * trusted only for its organization's domains: otherwise one customer's provider could sign in another customer's users.
 */
export async function signInWithConnection(
  context: EngineContext,
  connection: ConnectionRow,
  identity: ProviderIdentity,
): Promise<Proof | AuthorizeError> {
  const domains = fromJson<string[]>(connection.domains)
  if (domains.length > 0 && !domains.includes(domainOf(identity.email))) {
    return {
      error: 'access_denied',
      error_description: 'The email address is not in a domain of this connection.',
    }
  }
  const known = await findUserByEmail(context, identity.email)
  const user =
    known === undefined
      ? await addUser(context, identity)
      : await proveEmail(context, known, { knowsPassword: false })
  if (connection.organization_id !== null) {
    await activateMembership(context, context.db, user.id, connection.organization_id, 'member')
  }
  return {
    userId: user.id,
    authenticationMethod: 'SSO',
    sessionMethod: 'sso',
    eventKind: 'sso',
    secondFactor: false,
    connection: { id: connection.id, type: connection.type, subject: identity.subject },
    ...(connection.organization_id !== null && { organizationId: connection.organization_id }),
  }
}

async function link(
  context: EngineContext,
  provider: string,
  identity: ProviderIdentity,
): Promise<UserRow | undefined> {
  const known = await findUserByEmail(context, identity.email)
  if (known !== undefined && !identity.emailVerified) return undefined
  const user =
    known === undefined
      ? await addUser(context, identity)
      : await proveEmail(context, known, { knowsPassword: false })
  await context.db
    .insertInto('identities')
    .values({ provider, idp_id: identity.subject, user_id: user.id, created_at: context.clock.now() })
    .onConflict((on) => on.doNothing())
    .execute()
  return user
}

function addUser(context: EngineContext, identity: ProviderIdentity): Promise<UserRow> {
  return createUser(context, {
    email: identity.email,
    email_verified: identity.emailVerified,
    first_name: identity.firstName ?? null,
    last_name: identity.lastName ?? null,
  })
}

/** The subject that a stand-in provider uses for an email address. It is stable, so that the same user is found again. */
export function standInSubject(email: string): string {
  return `stand-in|${emailKey(email)}`
}
