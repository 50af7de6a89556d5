export { type Clock, systemClock } from '../base/clock.ts'
export { type Client, createClient } from './client.ts'
export type {
  AuthenticateComplete,
  AuthenticateOutcome,
  EmailVerificationRequired,
  HostedStepRequired,
  MfaChallengeRequired,
  MfaEnrollmentRequired,
  OAuthTokens,
  OrganizationAuthenticationMethodsRequired,
  OrganizationChoice,
  OrganizationSelectionRequired,
  OtherMethodRequired,
  RadarChallengeRequired,
  SsoRequired,
  Tokens,
} from './outcome.ts'
export { generateCodeChallenge, generateCodeVerifier } from './pkce.ts'
export type { RefreshComplete } from './read-outcome.ts'
export { type Api, type ApiOptions, createApi, DEFAULT_BASE_URL } from './request/api.ts'
export type { CallOptions } from './request/call.ts'
export type { ApiEvent, ApiFailureEvent, ApiResponseEvent, ApiRetryEvent } from './request/event.ts'
export type { Fetch, FetchAnswer, FetchInit } from './request/fetch.ts'
export {
  DEFAULT_PAGE_LIMIT,
  type ListMetadata,
  type Order,
  type Page,
  type PageParams,
  type PagePromise,
} from './request/page.ts'

// From here on written by `pnpm --filter @latchkey/core run operations`.

export { type RequestParams, request } from './any-endpoint.ts'
export {
  type AuthenticateParams,
  type AuthenticateWithCodeAndVerifierParams,
  type AuthenticateWithCodeParams,
  type AuthenticateWithDeviceCodeParams,
  type AuthenticateWithEmailVerificationCodeParams,
  type AuthenticateWithMagicAuthParams,
  type AuthenticateWithOrganizationSelectionParams,
  type AuthenticateWithPasswordParams,
  type AuthenticateWithRadarEmailChallengeParams,
  type AuthenticateWithRadarSmsChallengeParams,
  type AuthenticateWithRefreshTokenParams,
  type AuthenticateWithTotpParams,
  authenticateWithCode,
  authenticateWithCodeAndVerifier,
  authenticateWithDeviceCode,
  authenticateWithEmailVerificationCode,
  authenticateWithMagicAuth,
  authenticateWithOrganizationSelection,
  authenticateWithPassword,
  authenticateWithRadarEmailChallenge,
  authenticateWithRadarSmsChallenge,
  authenticateWithRefreshToken,
  authenticateWithTotp,
  type DeviceOutcome,
  type RefreshOutcome,
} from './authenticate.ts'
export {
  type AuthorizationUrlWithPkce,
  type GetAuthorizationUrlParams,
  getAuthorizationUrl,
  getAuthorizationUrlWithPkce,
  type Provider,
} from './authorize.ts'
export {
  type CorsOrigin,
  type CreateCorsOriginParams,
  createCorsOrigin,
  listCorsOrigins,
} from './cors-origins.ts'
export {
  type CreateDeviceAuthorizationParams,
  createDeviceAuthorization,
  type DeviceAuthorization,
} from './device.ts'
export {
  type ConfirmEmailChangeParams,
  confirmEmailChange,
  type EmailChange,
  type EmailChangeConfirmation,
  type SendEmailChangeParams,
  sendEmailChange,
} from './email-change.ts'
export {
  type EmailVerification,
  type GetEmailVerificationParams,
  getEmailVerification,
  type SendVerificationEmailParams,
  sendVerificationEmail,
  type UserResponse,
  type VerifyEmailParams,
  verifyEmail,
} from './email-verification.ts'
export {
  type Event,
  type EventData,
  type EventInvitation,
  type KnownEvent,
  type ListEventsParams,
  listEvents,
  type UnknownEvent,
} from './events.ts'
export {
  type AuthenticationChallenge,
  type AuthenticationFactor,
  type ChallengeAuthFactorParams,
  challengeAuthFactor,
  type DeleteAuthFactorParams,
  deleteAuthFactor,
  type EnrollAuthFactorParams,
  type EnrolledAuthFactor,
  enrollAuthFactor,
  type FactorType,
  type GetAuthFactorParams,
  getAuthFactor,
  type ListAuthFactorsParams,
  listAuthFactors,
  type Totp,
  type VerifiedAuthChallenge,
  type VerifyAuthChallengeParams,
  verifyAuthChallenge,
} from './factors.ts'
export { type Identity, type ListUserIdentitiesParams, listUserIdentities } from './identities.ts'
export {
  acceptInvitation,
  type GetInvitationByTokenParams,
  getInvitation,
  getInvitationByToken,
  type Invitation,
  type InvitationParams,
  type InvitationState,
  type ListInvitationsParams,
  listInvitations,
  type ResendInvitationParams,
  resendInvitation,
  revokeInvitation,
  type SendInvitationParams,
  sendInvitation,
} from './invitations.ts'
export { type GetJwksParams, getJwks, getJwksUrl, type Jwk, type Jwks } from './jwks.ts'
export {
  getJwtTemplate,
  type JwtTemplate,
  type UpdateJwtTemplateParams,
  updateJwtTemplate,
} from './jwt-template.ts'
export {
  type CreateMagicAuthParams,
  createMagicAuth,
  type GetMagicAuthParams,
  getMagicAuth,
  type MagicAuth,
  type SendMagicAuthCodeParams,
  sendMagicAuthCode,
} from './magic-auth.ts'
export {
  type CreateOrganizationMembershipParams,
  createOrganizationMembership,
  deactivateOrganizationMembership,
  deleteOrganizationMembership,
  getOrganizationMembership,
  type ListOrganizationMembershipsParams,
  listOrganizationMemberships,
  type OrganizationMembership,
  type OrganizationMembershipParams,
  type OrganizationMembershipStatus,
  type Role,
  type RoleParams,
  reactivateOrganizationMembership,
  type UpdateOrganizationMembershipParams,
  updateOrganizationMembership,
} from './memberships.ts'
export {
  type CreateOrganizationParams,
  createOrganization,
  type DeleteOrganizationParams,
  deleteOrganization,
  type GetOrganizationByExternalIdParams,
  type GetOrganizationParams,
  getOrganization,
  getOrganizationByExternalId,
  type ListOrganizationsParams,
  listOrganizations,
  type Organization,
  type OrganizationDomain,
  type OrganizationDomainParams,
  type UpdateOrganizationParams,
  updateOrganization,
} from './organizations.ts'
export {
  type CreatePasswordResetParams,
  createPasswordReset,
  type GetPasswordResetParams,
  getPasswordReset,
  type PasswordReset,
  type ResetPasswordParams,
  resetPassword,
  type SendPasswordResetEmailParams,
  sendPasswordResetEmail,
} from './password-resets.ts'
export {
  type RadarSmsChallenge,
  type SendRadarSmsChallengeParams,
  sendRadarSmsChallenge,
} from './radar-challenges.ts'
export {
  type CreateRedirectUriParams,
  createRedirectUri,
  type DeleteRedirectUriParams,
  deleteRedirectUri,
  listRedirectUris,
  type RedirectUri,
} from './redirect-uris.ts'
export {
  type GetLogoutUrlParams,
  getLogoutUrl,
  type Impersonator,
  type ListSessionsParams,
  listSessions,
  type RevokeSessionParams,
  revokeSession,
  type Session,
  type SessionAuthMethod,
} from './sessions.ts'
export {
  type CreateUserParams,
  createUser,
  type DeleteUserParams,
  deleteUser,
  type GetUserByExternalIdParams,
  type GetUserParams,
  getUser,
  getUserByExternalId,
  type ListUsersParams,
  listUsers,
  type PasswordHashType,
  type PasswordParams,
  type UpdateUserParams,
  type User,
  updateUser,
} from './users.ts'
export {
  type CreateWebhookEndpointParams,
  createWebhookEndpoint,
  type DeleteWebhookEndpointParams,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  type UpdateWebhookEndpointParams,
  updateWebhookEndpoint,
  type WebhookEndpoint,
} from './webhook-endpoints.ts'
