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

// Every operation, on the process-wide client: `getUser({ userId })`. What each does is said where it is defined.

export const authenticateWithCode = /* @__PURE__ */ bound(authenticate.authenticateWithCode)
export const authenticateWithCodeAndVerifier = /* @__PURE__ */ bound(
  authenticate.authenticateWithCodeAndVerifier,
)
export const authenticateWithDeviceCode = /* @__PURE__ */ bound(authenticate.authenticateWithDeviceCode)
export const authenticateWithEmailVerificationCode = /* @__PURE__ */ bound(
  authenticate.authenticateWithEmailVerificationCode,
)
export const authenticateWithMagicAuth = /* @__PURE__ */ bound(authenticate.authenticateWithMagicAuth)
export const authenticateWithOrganizationSelection = /* @__PURE__ */ bound(
  authenticate.authenticateWithOrganizationSelection,
)
export const authenticateWithPassword = /* @__PURE__ */ bound(authenticate.authenticateWithPassword)
export const authenticateWithRefreshToken = /* @__PURE__ */ bound(authenticate.authenticateWithRefreshToken)
export const authenticateWithTotp = /* @__PURE__ */ bound(authenticate.authenticateWithTotp)
export const getAuthorizationUrl = /* @__PURE__ */ bound(authorizationUrl.getAuthorizationUrl)
export const getAuthorizationUrlWithPkce = /* @__PURE__ */ bound(authorizationUrl.getAuthorizationUrlWithPkce)
export const createCorsOrigin = /* @__PURE__ */ bound(corsOrigins.createCorsOrigin)
export const listCorsOrigins = /* @__PURE__ */ bound(corsOrigins.listCorsOrigins)
export const createDeviceAuthorization = /* @__PURE__ */ bound(device.createDeviceAuthorization)
export const confirmEmailChange = /* @__PURE__ */ bound(emailChange.confirmEmailChange)
export const sendEmailChange = /* @__PURE__ */ bound(emailChange.sendEmailChange)
export const getEmailVerification = /* @__PURE__ */ bound(emailVerification.getEmailVerification)
export const sendVerificationEmail = /* @__PURE__ */ bound(emailVerification.sendVerificationEmail)
export const verifyEmail = /* @__PURE__ */ bound(emailVerification.verifyEmail)
export const listEvents = /* @__PURE__ */ bound(events.listEvents)
export const challengeAuthFactor = /* @__PURE__ */ bound(factors.challengeAuthFactor)
export const deleteAuthFactor = /* @__PURE__ */ bound(factors.deleteAuthFactor)
export const enrollAuthFactor = /* @__PURE__ */ bound(factors.enrollAuthFactor)
export const getAuthFactor = /* @__PURE__ */ bound(factors.getAuthFactor)
export const listAuthFactors = /* @__PURE__ */ bound(factors.listAuthFactors)
export const verifyAuthChallenge = /* @__PURE__ */ bound(factors.verifyAuthChallenge)
export const listUserIdentities = /* @__PURE__ */ bound(identities.listUserIdentities)
export const acceptInvitation = /* @__PURE__ */ bound(invitations.acceptInvitation)
export const getInvitation = /* @__PURE__ */ bound(invitations.getInvitation)
export const getInvitationByToken = /* @__PURE__ */ bound(invitations.getInvitationByToken)
export const listInvitations = /* @__PURE__ */ bound(invitations.listInvitations)
export const resendInvitation = /* @__PURE__ */ bound(invitations.resendInvitation)
export const revokeInvitation = /* @__PURE__ */ bound(invitations.revokeInvitation)
export const sendInvitation = /* @__PURE__ */ bound(invitations.sendInvitation)
export const getJwks = /* @__PURE__ */ bound(jwks.getJwks)
export const getJwksUrl = /* @__PURE__ */ bound(jwks.getJwksUrl)
export const getJwtTemplate = /* @__PURE__ */ bound(jwtTemplate.getJwtTemplate)
export const updateJwtTemplate = /* @__PURE__ */ bound(jwtTemplate.updateJwtTemplate)
export const createMagicAuth = /* @__PURE__ */ bound(magicAuth.createMagicAuth)
export const getMagicAuth = /* @__PURE__ */ bound(magicAuth.getMagicAuth)
export const sendMagicAuthCode = /* @__PURE__ */ bound(magicAuth.sendMagicAuthCode)
export const createOrganizationMembership = /* @__PURE__ */ bound(memberships.createOrganizationMembership)
export const deactivateOrganizationMembership = /* @__PURE__ */ bound(
  memberships.deactivateOrganizationMembership,
)
export const deleteOrganizationMembership = /* @__PURE__ */ bound(memberships.deleteOrganizationMembership)
export const getOrganizationMembership = /* @__PURE__ */ bound(memberships.getOrganizationMembership)
export const listOrganizationMemberships = /* @__PURE__ */ bound(memberships.listOrganizationMemberships)
export const reactivateOrganizationMembership = /* @__PURE__ */ bound(
  memberships.reactivateOrganizationMembership,
)
export const updateOrganizationMembership = /* @__PURE__ */ bound(memberships.updateOrganizationMembership)
export const createOrganization = /* @__PURE__ */ bound(organizations.createOrganization)
export const deleteOrganization = /* @__PURE__ */ bound(organizations.deleteOrganization)
export const getOrganization = /* @__PURE__ */ bound(organizations.getOrganization)
export const getOrganizationByExternalId = /* @__PURE__ */ bound(organizations.getOrganizationByExternalId)
export const listOrganizations = /* @__PURE__ */ bound(organizations.listOrganizations)
export const updateOrganization = /* @__PURE__ */ bound(organizations.updateOrganization)
export const createPasswordReset = /* @__PURE__ */ bound(passwordReset.createPasswordReset)
export const getPasswordReset = /* @__PURE__ */ bound(passwordReset.getPasswordReset)
export const resetPassword = /* @__PURE__ */ bound(passwordReset.resetPassword)
export const sendPasswordResetEmail = /* @__PURE__ */ bound(passwordReset.sendPasswordResetEmail)
export const createRedirectUri = /* @__PURE__ */ bound(redirectUris.createRedirectUri)
export const deleteRedirectUri = /* @__PURE__ */ bound(redirectUris.deleteRedirectUri)
export const listRedirectUris = /* @__PURE__ */ bound(redirectUris.listRedirectUris)
export const getLogoutUrl = /* @__PURE__ */ bound(sessions.getLogoutUrl)
export const listSessions = /* @__PURE__ */ bound(sessions.listSessions)
export const revokeSession = /* @__PURE__ */ bound(sessions.revokeSession)
export const createUser = /* @__PURE__ */ bound(users.createUser)
export const deleteUser = /* @__PURE__ */ bound(users.deleteUser)
export const getUser = /* @__PURE__ */ bound(users.getUser)
export const getUserByExternalId = /* @__PURE__ */ bound(users.getUserByExternalId)
export const listUsers = /* @__PURE__ */ bound(users.listUsers)
export const updateUser = /* @__PURE__ */ bound(users.updateUser)
export const createWebhookEndpoint = /* @__PURE__ */ bound(webhookEndpoints.createWebhookEndpoint)
export const deleteWebhookEndpoint = /* @__PURE__ */ bound(webhookEndpoints.deleteWebhookEndpoint)
export const listWebhookEndpoints = /* @__PURE__ */ bound(webhookEndpoints.listWebhookEndpoints)
export const updateWebhookEndpoint = /* @__PURE__ */ bound(webhookEndpoints.updateWebhookEndpoint)

function bound<F extends (api: Api, ...rest: never[]) => unknown>(operation: F): Bound<F> {
  return ((...rest: never[]) => operation(defaultApi(), ...rest)) as Bound<F>
}
