// From here on written by `pnpm --filter @latchkey/core run operations`.

import { request } from './any-endpoint.ts'
import {
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
} from './authenticate.ts'
import { getAuthorizationUrl, getAuthorizationUrlWithPkce } from './authorize.ts'
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
} from './password-resets.ts'
import { sendRadarSmsChallenge } from './radar-challenges.ts'
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
  request,
  authenticateWithPassword,
  authenticateWithCode,
  authenticateWithCodeAndVerifier,
  authenticateWithMagicAuth,
  authenticateWithTotp,
  authenticateWithEmailVerificationCode,
  authenticateWithOrganizationSelection,
  authenticateWithRadarEmailChallenge,
  authenticateWithRadarSmsChallenge,
  authenticateWithRefreshToken,
  authenticateWithDeviceCode,
  getAuthorizationUrl,
  getAuthorizationUrlWithPkce,
  listCorsOrigins,
  createCorsOrigin,
  createDeviceAuthorization,
  sendEmailChange,
  confirmEmailChange,
  sendVerificationEmail,
  verifyEmail,
  getEmailVerification,
  listEvents,
  enrollAuthFactor,
  listAuthFactors,
  getAuthFactor,
  deleteAuthFactor,
  challengeAuthFactor,
  verifyAuthChallenge,
  listUserIdentities,
  getInvitation,
  getInvitationByToken,
  listInvitations,
  sendInvitation,
  acceptInvitation,
  resendInvitation,
  revokeInvitation,
  getJwksUrl,
  getJwks,
  getJwtTemplate,
  updateJwtTemplate,
  sendMagicAuthCode,
  createMagicAuth,
  getMagicAuth,
  getOrganizationMembership,
  listOrganizationMemberships,
  createOrganizationMembership,
  updateOrganizationMembership,
  deleteOrganizationMembership,
  deactivateOrganizationMembership,
  reactivateOrganizationMembership,
  getOrganization,
  getOrganizationByExternalId,
  listOrganizations,
  createOrganization,
  updateOrganization,
  deleteOrganization,
  sendPasswordResetEmail,
  resetPassword,
  createPasswordReset,
  getPasswordReset,
  sendRadarSmsChallenge,
  listRedirectUris,
  createRedirectUri,
  deleteRedirectUri,
  listSessions,
  revokeSession,
  getLogoutUrl,
  getUser,
  getUserByExternalId,
  listUsers,
  createUser,
  updateUser,
  deleteUser,
  listWebhookEndpoints,
  createWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
}
