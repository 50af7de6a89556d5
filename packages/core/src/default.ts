/**
 * Every operation on one process-wide client, set up by `setApiKey` or the environment.
 *
 * @module @latchkey/core/default
 */

import type { Api } from './api/api.ts'
import * as authenticate from './api/authenticate.ts'
import * as authorizationUrl from './api/authorization-url.ts'
import type { Bound } from './api/client.ts'
import * as corsOrigins from './api/cors-origins.ts'
import { defaultApi } from './api/default-api.ts'
import * as device from './api/device.ts'
import * as emailChange from './api/email-change.ts'
import * as emailVerification from './api/email-verification.ts'
import * as events from './api/events.ts'
import * as factors from './api/factors.ts'
import * as identities from './api/identities.ts'
import * as invitations from './api/invitations.ts'
import * as jwks from './api/jwks.ts'
import * as jwtTemplate from './api/jwt-template.ts'
import * as magicAuth from './api/magic-auth.ts'
import * as memberships from './api/memberships.ts'
import * as organizations from './api/organizations.ts'
import * as passwordReset from './api/password-reset.ts'
import * as redirectUris from './api/redirect-uris.ts'
import * as sessions from './api/sessions.ts'
import * as users from './api/users.ts'
import * as webhookEndpoints from './api/webhook-endpoints.ts'

export { defaultApi, setApiKey, setClientId } from './api/default-api.ts'
export { DEFAULT_PAGE_LIMIT } from './api/page.ts'
export { generateCodeChallenge, generateCodeVerifier } from './api/pkce.ts'

// Every operation, on the process-wide client: `getUser({ userId })`.

/** {@link authenticate.authenticateWithCode} on {@link defaultApi}. */
export const authenticateWithCode = /* @__PURE__ */ bound(authenticate.authenticateWithCode)
/** {@link authenticate.authenticateWithCodeAndVerifier} on {@link defaultApi}. */
export const authenticateWithCodeAndVerifier = /* @__PURE__ */ bound(
  authenticate.authenticateWithCodeAndVerifier,
)
/** {@link authenticate.authenticateWithDeviceCode} on {@link defaultApi}. */
export const authenticateWithDeviceCode = /* @__PURE__ */ bound(authenticate.authenticateWithDeviceCode)
/** {@link authenticate.authenticateWithEmailVerificationCode} on {@link defaultApi}. */
export const authenticateWithEmailVerificationCode = /* @__PURE__ */ bound(
  authenticate.authenticateWithEmailVerificationCode,
)
/** {@link authenticate.authenticateWithMagicAuth} on {@link defaultApi}. */
export const authenticateWithMagicAuth = /* @__PURE__ */ bound(authenticate.authenticateWithMagicAuth)
/** {@link authenticate.authenticateWithOrganizationSelection} on {@link defaultApi}. */
export const authenticateWithOrganizationSelection = /* @__PURE__ */ bound(
  authenticate.authenticateWithOrganizationSelection,
)
/** {@link authenticate.authenticateWithPassword} on {@link defaultApi}. */
export const authenticateWithPassword = /* @__PURE__ */ bound(authenticate.authenticateWithPassword)
/** {@link authenticate.authenticateWithRefreshToken} on {@link defaultApi}. */
export const authenticateWithRefreshToken = /* @__PURE__ */ bound(authenticate.authenticateWithRefreshToken)
/** {@link authenticate.authenticateWithTotp} on {@link defaultApi}. */
export const authenticateWithTotp = /* @__PURE__ */ bound(authenticate.authenticateWithTotp)
/** {@link authorizationUrl.getAuthorizationUrl} on {@link defaultApi}. */
export const getAuthorizationUrl = /* @__PURE__ */ bound(authorizationUrl.getAuthorizationUrl)
/** {@link authorizationUrl.getAuthorizationUrlWithPkce} on {@link defaultApi}. */
export const getAuthorizationUrlWithPkce = /* @__PURE__ */ bound(authorizationUrl.getAuthorizationUrlWithPkce)
/** {@link corsOrigins.createCorsOrigin} on {@link defaultApi}. */
export const createCorsOrigin = /* @__PURE__ */ bound(corsOrigins.createCorsOrigin)
/** {@link corsOrigins.listCorsOrigins} on {@link defaultApi}. */
export const listCorsOrigins = /* @__PURE__ */ bound(corsOrigins.listCorsOrigins)
/** {@link device.createDeviceAuthorization} on {@link defaultApi}. */
export const createDeviceAuthorization = /* @__PURE__ */ bound(device.createDeviceAuthorization)
/** {@link emailChange.confirmEmailChange} on {@link defaultApi}. */
export const confirmEmailChange = /* @__PURE__ */ bound(emailChange.confirmEmailChange)
/** {@link emailChange.sendEmailChange} on {@link defaultApi}. */
export const sendEmailChange = /* @__PURE__ */ bound(emailChange.sendEmailChange)
/** {@link emailVerification.getEmailVerification} on {@link defaultApi}. */
export const getEmailVerification = /* @__PURE__ */ bound(emailVerification.getEmailVerification)
/** {@link emailVerification.sendVerificationEmail} on {@link defaultApi}. */
export const sendVerificationEmail = /* @__PURE__ */ bound(emailVerification.sendVerificationEmail)
/** {@link emailVerification.verifyEmail} on {@link defaultApi}. */
export const verifyEmail = /* @__PURE__ */ bound(emailVerification.verifyEmail)
/** {@link events.listEvents} on {@link defaultApi}. */
export const listEvents = /* @__PURE__ */ bound(events.listEvents)
/** {@link factors.challengeAuthFactor} on {@link defaultApi}. */
export const challengeAuthFactor = /* @__PURE__ */ bound(factors.challengeAuthFactor)
/** {@link factors.deleteAuthFactor} on {@link defaultApi}. */
export const deleteAuthFactor = /* @__PURE__ */ bound(factors.deleteAuthFactor)
/** {@link factors.enrollAuthFactor} on {@link defaultApi}. */
export const enrollAuthFactor = /* @__PURE__ */ bound(factors.enrollAuthFactor)
/** {@link factors.getAuthFactor} on {@link defaultApi}. */
export const getAuthFactor = /* @__PURE__ */ bound(factors.getAuthFactor)
/** {@link factors.listAuthFactors} on {@link defaultApi}. */
export const listAuthFactors = /* @__PURE__ */ bound(factors.listAuthFactors)
/** {@link factors.verifyAuthChallenge} on {@link defaultApi}. */
export const verifyAuthChallenge = /* @__PURE__ */ bound(factors.verifyAuthChallenge)
/** {@link identities.listUserIdentities} on {@link defaultApi}. */
export const listUserIdentities = /* @__PURE__ */ bound(identities.listUserIdentities)
/** {@link invitations.acceptInvitation} on {@link defaultApi}. */
export const acceptInvitation = /* @__PURE__ */ bound(invitations.acceptInvitation)
/** {@link invitations.getInvitation} on {@link defaultApi}. */
export const getInvitation = /* @__PURE__ */ bound(invitations.getInvitation)
/** {@link invitations.getInvitationByToken} on {@link defaultApi}. */
export const getInvitationByToken = /* @__PURE__ */ bound(invitations.getInvitationByToken)
/** {@link invitations.listInvitations} on {@link defaultApi}. */
export const listInvitations = /* @__PURE__ */ bound(invitations.listInvitations)
/** {@link invitations.resendInvitation} on {@link defaultApi}. */
export const resendInvitation = /* @__PURE__ */ bound(invitations.resendInvitation)
/** {@link invitations.revokeInvitation} on {@link defaultApi}. */
export const revokeInvitation = /* @__PURE__ */ bound(invitations.revokeInvitation)
/** {@link invitations.sendInvitation} on {@link defaultApi}. */
export const sendInvitation = /* @__PURE__ */ bound(invitations.sendInvitation)
/** {@link jwks.getJwks} on {@link defaultApi}. */
export const getJwks = /* @__PURE__ */ bound(jwks.getJwks)
/** {@link jwks.getJwksUrl} on {@link defaultApi}. */
export const getJwksUrl = /* @__PURE__ */ bound(jwks.getJwksUrl)
/** {@link jwtTemplate.getJwtTemplate} on {@link defaultApi}. */
export const getJwtTemplate = /* @__PURE__ */ bound(jwtTemplate.getJwtTemplate)
/** {@link jwtTemplate.updateJwtTemplate} on {@link defaultApi}. */
export const updateJwtTemplate = /* @__PURE__ */ bound(jwtTemplate.updateJwtTemplate)
/** {@link magicAuth.createMagicAuth} on {@link defaultApi}. */
export const createMagicAuth = /* @__PURE__ */ bound(magicAuth.createMagicAuth)
/** {@link magicAuth.getMagicAuth} on {@link defaultApi}. */
export const getMagicAuth = /* @__PURE__ */ bound(magicAuth.getMagicAuth)
/** {@link magicAuth.sendMagicAuthCode} on {@link defaultApi}. */
export const sendMagicAuthCode = /* @__PURE__ */ bound(magicAuth.sendMagicAuthCode)
/** {@link memberships.createOrganizationMembership} on {@link defaultApi}. */
export const createOrganizationMembership = /* @__PURE__ */ bound(memberships.createOrganizationMembership)
/** {@link memberships.deactivateOrganizationMembership} on {@link defaultApi}. */
export const deactivateOrganizationMembership = /* @__PURE__ */ bound(
  memberships.deactivateOrganizationMembership,
)
/** {@link memberships.deleteOrganizationMembership} on {@link defaultApi}. */
export const deleteOrganizationMembership = /* @__PURE__ */ bound(memberships.deleteOrganizationMembership)
/** {@link memberships.getOrganizationMembership} on {@link defaultApi}. */
export const getOrganizationMembership = /* @__PURE__ */ bound(memberships.getOrganizationMembership)
/** {@link memberships.listOrganizationMemberships} on {@link defaultApi}. */
export const listOrganizationMemberships = /* @__PURE__ */ bound(memberships.listOrganizationMemberships)
/** {@link memberships.reactivateOrganizationMembership} on {@link defaultApi}. */
export const reactivateOrganizationMembership = /* @__PURE__ */ bound(
  memberships.reactivateOrganizationMembership,
)
/** {@link memberships.updateOrganizationMembership} on {@link defaultApi}. */
export const updateOrganizationMembership = /* @__PURE__ */ bound(memberships.updateOrganizationMembership)
/** {@link organizations.createOrganization} on {@link defaultApi}. */
export const createOrganization = /* @__PURE__ */ bound(organizations.createOrganization)
/** {@link organizations.deleteOrganization} on {@link defaultApi}. */
export const deleteOrganization = /* @__PURE__ */ bound(organizations.deleteOrganization)
/** {@link organizations.getOrganization} on {@link defaultApi}. */
export const getOrganization = /* @__PURE__ */ bound(organizations.getOrganization)
/** {@link organizations.getOrganizationByExternalId} on {@link defaultApi}. */
export const getOrganizationByExternalId = /* @__PURE__ */ bound(organizations.getOrganizationByExternalId)
/** {@link organizations.listOrganizations} on {@link defaultApi}. */
export const listOrganizations = /* @__PURE__ */ bound(organizations.listOrganizations)
/** {@link organizations.updateOrganization} on {@link defaultApi}. */
export const updateOrganization = /* @__PURE__ */ bound(organizations.updateOrganization)
/** {@link passwordReset.createPasswordReset} on {@link defaultApi}. */
export const createPasswordReset = /* @__PURE__ */ bound(passwordReset.createPasswordReset)
/** {@link passwordReset.getPasswordReset} on {@link defaultApi}. */
export const getPasswordReset = /* @__PURE__ */ bound(passwordReset.getPasswordReset)
/** {@link passwordReset.resetPassword} on {@link defaultApi}. */
export const resetPassword = /* @__PURE__ */ bound(passwordReset.resetPassword)
/** {@link passwordReset.sendPasswordResetEmail} on {@link defaultApi}. */
export const sendPasswordResetEmail = /* @__PURE__ */ bound(passwordReset.sendPasswordResetEmail)
/** {@link redirectUris.createRedirectUri} on {@link defaultApi}. */
export const createRedirectUri = /* @__PURE__ */ bound(redirectUris.createRedirectUri)
/** {@link redirectUris.deleteRedirectUri} on {@link defaultApi}. */
export const deleteRedirectUri = /* @__PURE__ */ bound(redirectUris.deleteRedirectUri)
/** {@link redirectUris.listRedirectUris} on {@link defaultApi}. */
export const listRedirectUris = /* @__PURE__ */ bound(redirectUris.listRedirectUris)
/** {@link sessions.getLogoutUrl} on {@link defaultApi}. */
export const getLogoutUrl = /* @__PURE__ */ bound(sessions.getLogoutUrl)
/** {@link sessions.listSessions} on {@link defaultApi}. */
export const listSessions = /* @__PURE__ */ bound(sessions.listSessions)
/** {@link sessions.revokeSession} on {@link defaultApi}. */
export const revokeSession = /* @__PURE__ */ bound(sessions.revokeSession)
/** {@link users.createUser} on {@link defaultApi}. */
export const createUser = /* @__PURE__ */ bound(users.createUser)
/** {@link users.deleteUser} on {@link defaultApi}. */
export const deleteUser = /* @__PURE__ */ bound(users.deleteUser)
/** {@link users.getUser} on {@link defaultApi}. */
export const getUser = /* @__PURE__ */ bound(users.getUser)
/** {@link users.getUserByExternalId} on {@link defaultApi}. */
export const getUserByExternalId = /* @__PURE__ */ bound(users.getUserByExternalId)
/** {@link users.listUsers} on {@link defaultApi}. */
export const listUsers = /* @__PURE__ */ bound(users.listUsers)
/** {@link users.updateUser} on {@link defaultApi}. */
export const updateUser = /* @__PURE__ */ bound(users.updateUser)
/** {@link webhookEndpoints.createWebhookEndpoint} on {@link defaultApi}. */
export const createWebhookEndpoint = /* @__PURE__ */ bound(webhookEndpoints.createWebhookEndpoint)
/** {@link webhookEndpoints.deleteWebhookEndpoint} on {@link defaultApi}. */
export const deleteWebhookEndpoint = /* @__PURE__ */ bound(webhookEndpoints.deleteWebhookEndpoint)
/** {@link webhookEndpoints.listWebhookEndpoints} on {@link defaultApi}. */
export const listWebhookEndpoints = /* @__PURE__ */ bound(webhookEndpoints.listWebhookEndpoints)
/** {@link webhookEndpoints.updateWebhookEndpoint} on {@link defaultApi}. */
export const updateWebhookEndpoint = /* @__PURE__ */ bound(webhookEndpoints.updateWebhookEndpoint)

function bound<F extends (api: Api, ...rest: never[]) => unknown>(operation: F): Bound<F> {
  return ((...rest: never[]) => operation(defaultApi(), ...rest)) as Bound<F>
}
