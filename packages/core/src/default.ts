/**
 * Every operation on one process-wide client, set up by `setApiKey` or the environment: `getUser({ userId })`.
 *
 * @module @latchkey/core/default
 */

import { bound } from './api/default-api.ts'
import * as api from './api/index.ts'

export { defaultApi, setApiKey, setClientId } from './api/default-api.ts'
export { generateCodeChallenge, generateCodeVerifier } from './api/pkce.ts'
export { DEFAULT_PAGE_LIMIT } from './api/request/page.ts'

// From here on written by `pnpm --filter @latchkey/core run operations`.

/** {@link api.request} on {@link defaultApi}. */
export const request = /* @__PURE__ */ bound(api.request)
/** {@link api.authenticateWithPassword} on {@link defaultApi}. */
export const authenticateWithPassword = /* @__PURE__ */ bound(api.authenticateWithPassword)
/** {@link api.authenticateWithCode} on {@link defaultApi}. */
export const authenticateWithCode = /* @__PURE__ */ bound(api.authenticateWithCode)
/** {@link api.authenticateWithCodeAndVerifier} on {@link defaultApi}. */
export const authenticateWithCodeAndVerifier = /* @__PURE__ */ bound(api.authenticateWithCodeAndVerifier)
/** {@link api.authenticateWithMagicAuth} on {@link defaultApi}. */
export const authenticateWithMagicAuth = /* @__PURE__ */ bound(api.authenticateWithMagicAuth)
/** {@link api.authenticateWithTotp} on {@link defaultApi}. */
export const authenticateWithTotp = /* @__PURE__ */ bound(api.authenticateWithTotp)
/** {@link api.authenticateWithEmailVerificationCode} on {@link defaultApi}. */
export const authenticateWithEmailVerificationCode = /* @__PURE__ */ bound(
  api.authenticateWithEmailVerificationCode,
)
/** {@link api.authenticateWithOrganizationSelection} on {@link defaultApi}. */
export const authenticateWithOrganizationSelection = /* @__PURE__ */ bound(
  api.authenticateWithOrganizationSelection,
)
/** {@link api.authenticateWithRadarEmailChallenge} on {@link defaultApi}. */
export const authenticateWithRadarEmailChallenge = /* @__PURE__ */ bound(
  api.authenticateWithRadarEmailChallenge,
)
/** {@link api.authenticateWithRadarSmsChallenge} on {@link defaultApi}. */
export const authenticateWithRadarSmsChallenge = /* @__PURE__ */ bound(api.authenticateWithRadarSmsChallenge)
/** {@link api.authenticateWithRefreshToken} on {@link defaultApi}. */
export const authenticateWithRefreshToken = /* @__PURE__ */ bound(api.authenticateWithRefreshToken)
/** {@link api.authenticateWithDeviceCode} on {@link defaultApi}. */
export const authenticateWithDeviceCode = /* @__PURE__ */ bound(api.authenticateWithDeviceCode)
/** {@link api.getAuthorizationUrl} on {@link defaultApi}. */
export const getAuthorizationUrl = /* @__PURE__ */ bound(api.getAuthorizationUrl)
/** {@link api.getAuthorizationUrlWithPkce} on {@link defaultApi}. */
export const getAuthorizationUrlWithPkce = /* @__PURE__ */ bound(api.getAuthorizationUrlWithPkce)
/** {@link api.listCorsOrigins} on {@link defaultApi}. */
export const listCorsOrigins = /* @__PURE__ */ bound(api.listCorsOrigins)
/** {@link api.createCorsOrigin} on {@link defaultApi}. */
export const createCorsOrigin = /* @__PURE__ */ bound(api.createCorsOrigin)
/** {@link api.createDeviceAuthorization} on {@link defaultApi}. */
export const createDeviceAuthorization = /* @__PURE__ */ bound(api.createDeviceAuthorization)
/** {@link api.sendEmailChange} on {@link defaultApi}. */
export const sendEmailChange = /* @__PURE__ */ bound(api.sendEmailChange)
/** {@link api.confirmEmailChange} on {@link defaultApi}. */
export const confirmEmailChange = /* @__PURE__ */ bound(api.confirmEmailChange)
/** {@link api.sendVerificationEmail} on {@link defaultApi}. */
export const sendVerificationEmail = /* @__PURE__ */ bound(api.sendVerificationEmail)
/** {@link api.verifyEmail} on {@link defaultApi}. */
export const verifyEmail = /* @__PURE__ */ bound(api.verifyEmail)
/** {@link api.getEmailVerification} on {@link defaultApi}. */
export const getEmailVerification = /* @__PURE__ */ bound(api.getEmailVerification)
/** {@link api.listEvents} on {@link defaultApi}. */
export const listEvents = /* @__PURE__ */ bound(api.listEvents)
/** {@link api.enrollAuthFactor} on {@link defaultApi}. */
export const enrollAuthFactor = /* @__PURE__ */ bound(api.enrollAuthFactor)
/** {@link api.listAuthFactors} on {@link defaultApi}. */
export const listAuthFactors = /* @__PURE__ */ bound(api.listAuthFactors)
/** {@link api.getAuthFactor} on {@link defaultApi}. */
export const getAuthFactor = /* @__PURE__ */ bound(api.getAuthFactor)
/** {@link api.deleteAuthFactor} on {@link defaultApi}. */
export const deleteAuthFactor = /* @__PURE__ */ bound(api.deleteAuthFactor)
/** {@link api.challengeAuthFactor} on {@link defaultApi}. */
export const challengeAuthFactor = /* @__PURE__ */ bound(api.challengeAuthFactor)
/** {@link api.verifyAuthChallenge} on {@link defaultApi}. */
export const verifyAuthChallenge = /* @__PURE__ */ bound(api.verifyAuthChallenge)
/** {@link api.listUserIdentities} on {@link defaultApi}. */
export const listUserIdentities = /* @__PURE__ */ bound(api.listUserIdentities)
/** {@link api.getInvitation} on {@link defaultApi}. */
export const getInvitation = /* @__PURE__ */ bound(api.getInvitation)
/** {@link api.getInvitationByToken} on {@link defaultApi}. */
export const getInvitationByToken = /* @__PURE__ */ bound(api.getInvitationByToken)
/** {@link api.listInvitations} on {@link defaultApi}. */
export const listInvitations = /* @__PURE__ */ bound(api.listInvitations)
/** {@link api.sendInvitation} on {@link defaultApi}. */
export const sendInvitation = /* @__PURE__ */ bound(api.sendInvitation)
/** {@link api.acceptInvitation} on {@link defaultApi}. */
export const acceptInvitation = /* @__PURE__ */ bound(api.acceptInvitation)
/** {@link api.resendInvitation} on {@link defaultApi}. */
export const resendInvitation = /* @__PURE__ */ bound(api.resendInvitation)
/** {@link api.revokeInvitation} on {@link defaultApi}. */
export const revokeInvitation = /* @__PURE__ */ bound(api.revokeInvitation)
/** {@link api.getJwksUrl} on {@link defaultApi}. */
export const getJwksUrl = /* @__PURE__ */ bound(api.getJwksUrl)
/** {@link api.getJwks} on {@link defaultApi}. */
export const getJwks = /* @__PURE__ */ bound(api.getJwks)
/** {@link api.getJwtTemplate} on {@link defaultApi}. */
export const getJwtTemplate = /* @__PURE__ */ bound(api.getJwtTemplate)
/** {@link api.updateJwtTemplate} on {@link defaultApi}. */
export const updateJwtTemplate = /* @__PURE__ */ bound(api.updateJwtTemplate)
/** {@link api.sendMagicAuthCode} on {@link defaultApi}. */
export const sendMagicAuthCode = /* @__PURE__ */ bound(api.sendMagicAuthCode)
/** {@link api.createMagicAuth} on {@link defaultApi}. */
export const createMagicAuth = /* @__PURE__ */ bound(api.createMagicAuth)
/** {@link api.getMagicAuth} on {@link defaultApi}. */
export const getMagicAuth = /* @__PURE__ */ bound(api.getMagicAuth)
/** {@link api.getOrganizationMembership} on {@link defaultApi}. */
export const getOrganizationMembership = /* @__PURE__ */ bound(api.getOrganizationMembership)
/** {@link api.listOrganizationMemberships} on {@link defaultApi}. */
export const listOrganizationMemberships = /* @__PURE__ */ bound(api.listOrganizationMemberships)
/** {@link api.createOrganizationMembership} on {@link defaultApi}. */
export const createOrganizationMembership = /* @__PURE__ */ bound(api.createOrganizationMembership)
/** {@link api.updateOrganizationMembership} on {@link defaultApi}. */
export const updateOrganizationMembership = /* @__PURE__ */ bound(api.updateOrganizationMembership)
/** {@link api.deleteOrganizationMembership} on {@link defaultApi}. */
export const deleteOrganizationMembership = /* @__PURE__ */ bound(api.deleteOrganizationMembership)
/** {@link api.deactivateOrganizationMembership} on {@link defaultApi}. */
export const deactivateOrganizationMembership = /* @__PURE__ */ bound(api.deactivateOrganizationMembership)
/** {@link api.reactivateOrganizationMembership} on {@link defaultApi}. */
export const reactivateOrganizationMembership = /* @__PURE__ */ bound(api.reactivateOrganizationMembership)
/** {@link api.getOrganization} on {@link defaultApi}. */
export const getOrganization = /* @__PURE__ */ bound(api.getOrganization)
/** {@link api.getOrganizationByExternalId} on {@link defaultApi}. */
export const getOrganizationByExternalId = /* @__PURE__ */ bound(api.getOrganizationByExternalId)
/** {@link api.listOrganizations} on {@link defaultApi}. */
export const listOrganizations = /* @__PURE__ */ bound(api.listOrganizations)
/** {@link api.createOrganization} on {@link defaultApi}. */
export const createOrganization = /* @__PURE__ */ bound(api.createOrganization)
/** {@link api.updateOrganization} on {@link defaultApi}. */
export const updateOrganization = /* @__PURE__ */ bound(api.updateOrganization)
/** {@link api.deleteOrganization} on {@link defaultApi}. */
export const deleteOrganization = /* @__PURE__ */ bound(api.deleteOrganization)
/** {@link api.sendPasswordResetEmail} on {@link defaultApi}. */
export const sendPasswordResetEmail = /* @__PURE__ */ bound(api.sendPasswordResetEmail)
/** {@link api.resetPassword} on {@link defaultApi}. */
export const resetPassword = /* @__PURE__ */ bound(api.resetPassword)
/** {@link api.createPasswordReset} on {@link defaultApi}. */
export const createPasswordReset = /* @__PURE__ */ bound(api.createPasswordReset)
/** {@link api.getPasswordReset} on {@link defaultApi}. */
export const getPasswordReset = /* @__PURE__ */ bound(api.getPasswordReset)
/** {@link api.sendRadarSmsChallenge} on {@link defaultApi}. */
export const sendRadarSmsChallenge = /* @__PURE__ */ bound(api.sendRadarSmsChallenge)
/** {@link api.listRedirectUris} on {@link defaultApi}. */
export const listRedirectUris = /* @__PURE__ */ bound(api.listRedirectUris)
/** {@link api.createRedirectUri} on {@link defaultApi}. */
export const createRedirectUri = /* @__PURE__ */ bound(api.createRedirectUri)
/** {@link api.deleteRedirectUri} on {@link defaultApi}. */
export const deleteRedirectUri = /* @__PURE__ */ bound(api.deleteRedirectUri)
/** {@link api.listSessions} on {@link defaultApi}. */
export const listSessions = /* @__PURE__ */ bound(api.listSessions)
/** {@link api.revokeSession} on {@link defaultApi}. */
export const revokeSession = /* @__PURE__ */ bound(api.revokeSession)
/** {@link api.getLogoutUrl} on {@link defaultApi}. */
export const getLogoutUrl = /* @__PURE__ */ bound(api.getLogoutUrl)
/** {@link api.getUser} on {@link defaultApi}. */
export const getUser = /* @__PURE__ */ bound(api.getUser)
/** {@link api.getUserByExternalId} on {@link defaultApi}. */
export const getUserByExternalId = /* @__PURE__ */ bound(api.getUserByExternalId)
/** {@link api.listUsers} on {@link defaultApi}. */
export const listUsers = /* @__PURE__ */ bound(api.listUsers)
/** {@link api.createUser} on {@link defaultApi}. */
export const createUser = /* @__PURE__ */ bound(api.createUser)
/** {@link api.updateUser} on {@link defaultApi}. */
export const updateUser = /* @__PURE__ */ bound(api.updateUser)
/** {@link api.deleteUser} on {@link defaultApi}. */
export const deleteUser = /* @__PURE__ */ bound(api.deleteUser)
/** {@link api.listWebhookEndpoints} on {@link defaultApi}. */
export const listWebhookEndpoints = /* @__PURE__ */ bound(api.listWebhookEndpoints)
/** {@link api.createWebhookEndpoint} on {@link defaultApi}. */
export const createWebhookEndpoint = /* @__PURE__ */ bound(api.createWebhookEndpoint)
/** {@link api.updateWebhookEndpoint} on {@link defaultApi}. */
export const updateWebhookEndpoint = /* @__PURE__ */ bound(api.updateWebhookEndpoint)
/** {@link api.deleteWebhookEndpoint} on {@link defaultApi}. */
export const deleteWebhookEndpoint = /* @__PURE__ */ bound(api.deleteWebhookEndpoint)
