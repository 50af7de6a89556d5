import type { Operation } from '../http/operation.ts'
import { apiKeyOperations } from './api-keys.ts'
import { auditLogOperations } from './audit-logs.ts'
import { authenticateOperation } from './authenticate.ts'
import { authorizeOperations } from './authorize.ts'
import { authorizedApplicationOperations } from './authorized-applications.ts'
import { connectionOperations } from './connections.ts'
import { corsOriginOperations } from './cors-origins.ts'
import { authorizeDeviceOperation } from './device.ts'
import { directoryOperations } from './directories.ts'
import { emailChangeOperations } from './email-change.ts'
import { emailVerificationOperations } from './email-verification.ts'
import { listEventsOperation } from './events.ts'
import { factorOperations } from './factors.ts'
import { featureFlagOperations } from './feature-flags.ts'
import { groupOperations } from './groups.ts'
import { getUserIdentitiesOperation } from './identities.ts'
import { invitationOperations } from './invitations.ts'
import { itContactOperations } from './it-contacts.ts'
import { getJwksOperation } from './jwks.ts'
import { jwtTemplateOperations } from './jwt-template.ts'
import { magicAuthOperations } from './magic-auth.ts'
import { membershipOperations } from './memberships.ts'
import { organizationDomainOperations } from './organization-domains.ts'
import { organizationOperations } from './organizations.ts'
import { passwordResetOperations } from './password-resets.ts'
import { permissionOperations } from './permissions.ts'
import { generatePortalLinkOperation } from './portal.ts'
import { radarOperations } from './radar.ts'
import { radarChallengeOperations } from './radar-challenges.ts'
import { redirectUriOperations } from './redirect-uris.ts'
import { roleOperations } from './roles.ts'
import { sessionOperations } from './sessions.ts'
import { ssoOperations } from './sso.ts'
import { ssoLogoutOperations } from './sso-logout.ts'
import { userOperations } from './users.ts'
import { webhookEndpointOperations } from './webhook-endpoints.ts'
import { widgetOperations } from './widgets.ts'

/** All operations of the API. Every other operation returns 501. */
export const operations: readonly Operation[] = [
  ...userOperations,
  getUserIdentitiesOperation,
  ...magicAuthOperations,
  ...emailVerificationOperations,
  ...emailChangeOperations,
  ...passwordResetOperations,
  ...factorOperations,
  ...organizationOperations,
  ...membershipOperations,
  ...invitationOperations,
  ...permissionOperations,
  ...roleOperations,
  ...apiKeyOperations,
  ...organizationDomainOperations,
  ...itContactOperations,
  ...featureFlagOperations,
  ...groupOperations,
  ...connectionOperations,
  ...directoryOperations,
  ...widgetOperations,
  ...authorizedApplicationOperations,
  ...auditLogOperations,
  ...radarChallengeOperations,
  ...radarOperations,
  generatePortalLinkOperation,
  ...ssoLogoutOperations,
  ...sessionOperations,
  getJwksOperation,
  ...redirectUriOperations,
  ...corsOriginOperations,
  ...jwtTemplateOperations,
  listEventsOperation,
  ...webhookEndpointOperations,
  ...authorizeOperations,
  ...ssoOperations,
  authorizeDeviceOperation,
  authenticateOperation,
]
