import {
  authenticateWithCode,
  authenticateWithCodeAndVerifier,
  authenticateWithDeviceCode,
  authenticateWithEmailVerificationCode,
  authenticateWithMagicAuth,
  authenticateWithOrganizationSelection,
  authenticateWithPassword,
  authenticateWithRefreshToken,
  authenticateWithTotp,
} from './authenticate.ts'
import { getAuthorizationUrl, getAuthorizationUrlWithPkce } from './authorization-url.ts'
import { createCorsOrigin, listCorsOrigins } from './cors-origins.ts'
import { createDeviceAuthorization } from './device.ts'
import { confirmEmailChange, sendEmailChange } from './email-change.ts'
import { getEmailVerification, sendVerificationEmail, verifyEmail } from './email-verification.ts'
import { listEvents } from './events.ts'
import {
  challengeAuthFactor,
  deleteAuthFactor,
  enrollAuthFactor,
  getAuthFactor,
  listAuthFactors,
  verifyAuthChallenge,
} from './factors.ts'
import { listUserIdentities } from './identities.ts'
import {
  acceptInvitation,
  getInvitation,
  getInvitationByToken,
  listInvitations,
  resendInvitation,
  revokeInvitation,
  sendInvitation,
} from './invitations.ts'
import { getJwks, getJwksUrl } from './jwks.ts'
import { getJwtTemplate, updateJwtTemplate } from './jwt-template.ts'
import { createMagicAuth, getMagicAuth, sendMagicAuthCode } from './magic-auth.ts'
import {
  createOrganizationMembership,
  deactivateOrganizationMembership,
  deleteOrganizationMembership,
  getOrganizationMembership,
  listOrganizationMemberships,
  reactivateOrganizationMembership,
  updateOrganizationMembership,
} from './memberships.ts'
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  getOrganizationByExternalId,
  listOrganizations,
  updateOrganization,
} from './organizations.ts'
import {
  createPasswordReset,
  getPasswordReset,
  resetPassword,
  sendPasswordResetEmail,
} from './password-reset.ts'
import { createRedirectUri, deleteRedirectUri, listRedirectUris } from './redirect-uris.ts'
import { getLogoutUrl, listSessions, revokeSession } from './sessions.ts'
import { createUser, deleteUser, getUser, getUserByExternalId, listUsers, updateUser } from './users.ts'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from './webhook-endpoints.ts'

/** Every operation, by name. What each does is said where it is defined. */
export const operations = {
  getUser,
  getUserByExternalId,
  listUsers,
  createUser,
  updateUser,
  deleteUser,
  listUserIdentities,
  sendVerificationEmail,
  verifyEmail,
  getEmailVerification,
  sendEmailChange,
  confirmEmailChange,
  sendPasswordResetEmail,
  resetPassword,
  createPasswordReset,
  getPasswordReset,
  sendMagicAuthCode,
  createMagicAuth,
  getMagicAuth,
  enrollAuthFactor,
  listAuthFactors,
  getAuthFactor,
  deleteAuthFactor,
  challengeAuthFactor,
  verifyAuthChallenge,
  getOrganizationMembership,
  listOrganizationMemberships,
  createOrganizationMembership,
  updateOrganizationMembership,
  deleteOrganizationMembership,
  deactivateOrganizationMembership,
  reactivateOrganizationMembership,
  getInvitation,
  getInvitationByToken,
  listInvitations,
  sendInvitation,
  acceptInvitation,
  resendInvitation,
  revokeInvitation,
  getOrganization,
  getOrganizationByExternalId,
  listOrganizations,
  createOrganization,
  updateOrganization,
  deleteOrganization,
  listSessions,
  revokeSession,
  getLogoutUrl,
  authenticateWithPassword,
  authenticateWithCode,
  authenticateWithCodeAndVerifier,
  authenticateWithMagicAuth,
  authenticateWithTotp,
  authenticateWithEmailVerificationCode,
  authenticateWithOrganizationSelection,
  authenticateWithRefreshToken,
  authenticateWithDeviceCode,
  getAuthorizationUrl,
  getAuthorizationUrlWithPkce,
  getJwksUrl,
  getJwks,
  createDeviceAuthorization,
  listRedirectUris,
  createRedirectUri,
  deleteRedirectUri,
  listCorsOrigins,
  createCorsOrigin,
  getJwtTemplate,
  updateJwtTemplate,
  listEvents,
  listWebhookEndpoints,
  createWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
}
