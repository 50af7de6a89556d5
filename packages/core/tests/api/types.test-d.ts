import type {
  AuthenticateOutcome,
  Client,
  Event,
  Invitation,
  Page,
  PagePromise,
  RefreshOutcome,
  User,
} from '../../src/api/index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(): T | undefined => undefined

declare const client: Client

holds<Equal<ReturnType<Client['getUser']>, Promise<User>>>()
holds<Equal<ReturnType<Client['listUsers']>, PagePromise<User>>>()
holds<Equal<Awaited<ReturnType<Client['listUsers']>>, Page<User>>>()
holds<Equal<ReturnType<Client['getAuthorizationUrl']>, string>>()
holds<Equal<ReturnType<Client['deleteUser']>, Promise<void>>>()

// Adding a member to the union breaks this until it is handled here, as it would break a caller.
export function everyOutcomeIsHandled(outcome: AuthenticateOutcome): string | undefined {
  switch (outcome.status) {
    case 'complete':
      return outcome.tokens.accessToken
    case 'email_verification_required':
      return outcome.email
    case 'mfa_enrollment':
      return outcome.user?.email
    case 'mfa_challenge':
      return outcome.authenticationFactors[0]?.id
    case 'organization_selection_required':
      return outcome.organizations[0]?.name
    case 'sso_required':
      return outcome.connectionIds[0]
    case 'organization_authentication_methods_required':
      return outcome.ssoConnectionIds[0]
    case 'authentication_method_not_allowed':
    case 'email_password_auth_disabled':
    case 'passkey_progressive_enrollment':
    case 'application_consent_required':
      return outcome.pendingAuthenticationToken
    case 'radar_challenge':
    case 'radar_sign_up_challenge':
    case 'radar_email_challenge':
    case 'radar_sms_challenge':
    case 'radar_sms_sign_in_challenge':
      return outcome.radarChallengeId
    default:
      return outcome satisfies never
  }
}

export function aRefreshMayLackTheUser(outcome: RefreshOutcome): User | undefined {
  return outcome.status === 'complete' ? outcome.user : undefined
}

export function eventsNarrow(event: Event): string | undefined {
  if (event.type === 'user.created') return event.data.email
  if (event.type === 'organization_membership.created') return event.data.organizationId
  // @ts-expect-error: events carry no invitation token.
  if (event.type === 'invitation.created') return event.data.token
  return event.type === 'unknown' ? event.event : undefined
}

export function statesAreOpen(invitation: Invitation): boolean {
  return invitation.state === 'pending' || invitation.state === 'a state of tomorrow'
}

// @ts-expect-error: an email is required.
void client.createUser({})
// @ts-expect-error: an ID is passed by name.
void client.getUser('user_1')
// @ts-expect-error: fields have camelCase names.
void client.createUser({ email: 'a@b', first_name: 'Nadia' })
