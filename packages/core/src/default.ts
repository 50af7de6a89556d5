/**
 * Every operation on one process-wide client, configured with `setApiKey` or environment variables: `getUser({ userId })`.
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
/** {@link api.validateApiKey} on {@link defaultApi}. */
export const validateApiKey = /* @__PURE__ */ bound(api.validateApiKey)
/** {@link api.deleteApiKey} on {@link defaultApi}. */
export const deleteApiKey = /* @__PURE__ */ bound(api.deleteApiKey)
/** {@link api.expireApiKey} on {@link defaultApi}. */
export const expireApiKey = /* @__PURE__ */ bound(api.expireApiKey)
/** {@link api.listOrganizationApiKeys} on {@link defaultApi}. */
export const listOrganizationApiKeys = /* @__PURE__ */ bound(api.listOrganizationApiKeys)
/** {@link api.createOrganizationApiKey} on {@link defaultApi}. */
export const createOrganizationApiKey = /* @__PURE__ */ bound(api.createOrganizationApiKey)
/** {@link api.listUserApiKeys} on {@link defaultApi}. */
export const listUserApiKeys = /* @__PURE__ */ bound(api.listUserApiKeys)
/** {@link api.createUserApiKey} on {@link defaultApi}. */
export const createUserApiKey = /* @__PURE__ */ bound(api.createUserApiKey)
/** {@link api.createAuditLogEvent} on {@link defaultApi}. */
export const createAuditLogEvent = /* @__PURE__ */ bound(api.createAuditLogEvent)
/** {@link api.listAuditLogActions} on {@link defaultApi}. */
export const listAuditLogActions = /* @__PURE__ */ bound(api.listAuditLogActions)
/** {@link api.listAuditLogSchemas} on {@link defaultApi}. */
export const listAuditLogSchemas = /* @__PURE__ */ bound(api.listAuditLogSchemas)
/** {@link api.createAuditLogSchema} on {@link defaultApi}. */
export const createAuditLogSchema = /* @__PURE__ */ bound(api.createAuditLogSchema)
/** {@link api.createAuditLogExport} on {@link defaultApi}. */
export const createAuditLogExport = /* @__PURE__ */ bound(api.createAuditLogExport)
/** {@link api.getAuditLogExport} on {@link defaultApi}. */
export const getAuditLogExport = /* @__PURE__ */ bound(api.getAuditLogExport)
/** {@link api.getAuditLogConfiguration} on {@link defaultApi}. */
export const getAuditLogConfiguration = /* @__PURE__ */ bound(api.getAuditLogConfiguration)
/** {@link api.getAuditLogRetention} on {@link defaultApi}. */
export const getAuditLogRetention = /* @__PURE__ */ bound(api.getAuditLogRetention)
/** {@link api.setAuditLogRetention} on {@link defaultApi}. */
export const setAuditLogRetention = /* @__PURE__ */ bound(api.setAuditLogRetention)
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
/** {@link api.listOrganizationAuthorizedApplications} on {@link defaultApi}. */
export const listOrganizationAuthorizedApplications = /* @__PURE__ */ bound(
  api.listOrganizationAuthorizedApplications,
)
/** {@link api.listUserAuthorizedApplications} on {@link defaultApi}. */
export const listUserAuthorizedApplications = /* @__PURE__ */ bound(api.listUserAuthorizedApplications)
/** {@link api.deleteUserAuthorizedApplication} on {@link defaultApi}. */
export const deleteUserAuthorizedApplication = /* @__PURE__ */ bound(api.deleteUserAuthorizedApplication)
/** {@link api.listConnections} on {@link defaultApi}. */
export const listConnections = /* @__PURE__ */ bound(api.listConnections)
/** {@link api.getConnection} on {@link defaultApi}. */
export const getConnection = /* @__PURE__ */ bound(api.getConnection)
/** {@link api.deleteConnection} on {@link defaultApi}. */
export const deleteConnection = /* @__PURE__ */ bound(api.deleteConnection)
/** {@link api.listCorsOrigins} on {@link defaultApi}. */
export const listCorsOrigins = /* @__PURE__ */ bound(api.listCorsOrigins)
/** {@link api.createCorsOrigin} on {@link defaultApi}. */
export const createCorsOrigin = /* @__PURE__ */ bound(api.createCorsOrigin)
/** {@link api.createDeviceAuthorization} on {@link defaultApi}. */
export const createDeviceAuthorization = /* @__PURE__ */ bound(api.createDeviceAuthorization)
/** {@link api.listDirectories} on {@link defaultApi}. */
export const listDirectories = /* @__PURE__ */ bound(api.listDirectories)
/** {@link api.getDirectory} on {@link defaultApi}. */
export const getDirectory = /* @__PURE__ */ bound(api.getDirectory)
/** {@link api.deleteDirectory} on {@link defaultApi}. */
export const deleteDirectory = /* @__PURE__ */ bound(api.deleteDirectory)
/** {@link api.listDirectoryGroups} on {@link defaultApi}. */
export const listDirectoryGroups = /* @__PURE__ */ bound(api.listDirectoryGroups)
/** {@link api.getDirectoryGroup} on {@link defaultApi}. */
export const getDirectoryGroup = /* @__PURE__ */ bound(api.getDirectoryGroup)
/** {@link api.listDirectoryUsers} on {@link defaultApi}. */
export const listDirectoryUsers = /* @__PURE__ */ bound(api.listDirectoryUsers)
/** {@link api.getDirectoryUser} on {@link defaultApi}. */
export const getDirectoryUser = /* @__PURE__ */ bound(api.getDirectoryUser)
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
/** {@link api.createAuthFactor} on {@link defaultApi}. */
export const createAuthFactor = /* @__PURE__ */ bound(api.createAuthFactor)
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
/** {@link api.listFeatureFlags} on {@link defaultApi}. */
export const listFeatureFlags = /* @__PURE__ */ bound(api.listFeatureFlags)
/** {@link api.getFeatureFlag} on {@link defaultApi}. */
export const getFeatureFlag = /* @__PURE__ */ bound(api.getFeatureFlag)
/** {@link api.enableFeatureFlag} on {@link defaultApi}. */
export const enableFeatureFlag = /* @__PURE__ */ bound(api.enableFeatureFlag)
/** {@link api.disableFeatureFlag} on {@link defaultApi}. */
export const disableFeatureFlag = /* @__PURE__ */ bound(api.disableFeatureFlag)
/** {@link api.addFeatureFlagTarget} on {@link defaultApi}. */
export const addFeatureFlagTarget = /* @__PURE__ */ bound(api.addFeatureFlagTarget)
/** {@link api.removeFeatureFlagTarget} on {@link defaultApi}. */
export const removeFeatureFlagTarget = /* @__PURE__ */ bound(api.removeFeatureFlagTarget)
/** {@link api.listOrganizationFeatureFlags} on {@link defaultApi}. */
export const listOrganizationFeatureFlags = /* @__PURE__ */ bound(api.listOrganizationFeatureFlags)
/** {@link api.listUserFeatureFlags} on {@link defaultApi}. */
export const listUserFeatureFlags = /* @__PURE__ */ bound(api.listUserFeatureFlags)
/** {@link api.listGroups} on {@link defaultApi}. */
export const listGroups = /* @__PURE__ */ bound(api.listGroups)
/** {@link api.createGroup} on {@link defaultApi}. */
export const createGroup = /* @__PURE__ */ bound(api.createGroup)
/** {@link api.getGroup} on {@link defaultApi}. */
export const getGroup = /* @__PURE__ */ bound(api.getGroup)
/** {@link api.updateGroup} on {@link defaultApi}. */
export const updateGroup = /* @__PURE__ */ bound(api.updateGroup)
/** {@link api.deleteGroup} on {@link defaultApi}. */
export const deleteGroup = /* @__PURE__ */ bound(api.deleteGroup)
/** {@link api.listGroupMembers} on {@link defaultApi}. */
export const listGroupMembers = /* @__PURE__ */ bound(api.listGroupMembers)
/** {@link api.addGroupMember} on {@link defaultApi}. */
export const addGroupMember = /* @__PURE__ */ bound(api.addGroupMember)
/** {@link api.removeGroupMember} on {@link defaultApi}. */
export const removeGroupMember = /* @__PURE__ */ bound(api.removeGroupMember)
/** {@link api.listOrganizationMembershipGroups} on {@link defaultApi}. */
export const listOrganizationMembershipGroups = /* @__PURE__ */ bound(api.listOrganizationMembershipGroups)
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
/** {@link api.listItContacts} on {@link defaultApi}. */
export const listItContacts = /* @__PURE__ */ bound(api.listItContacts)
/** {@link api.createItContact} on {@link defaultApi}. */
export const createItContact = /* @__PURE__ */ bound(api.createItContact)
/** {@link api.deleteItContact} on {@link defaultApi}. */
export const deleteItContact = /* @__PURE__ */ bound(api.deleteItContact)
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
/** {@link api.createOrganizationDomain} on {@link defaultApi}. */
export const createOrganizationDomain = /* @__PURE__ */ bound(api.createOrganizationDomain)
/** {@link api.getOrganizationDomain} on {@link defaultApi}. */
export const getOrganizationDomain = /* @__PURE__ */ bound(api.getOrganizationDomain)
/** {@link api.deleteOrganizationDomain} on {@link defaultApi}. */
export const deleteOrganizationDomain = /* @__PURE__ */ bound(api.deleteOrganizationDomain)
/** {@link api.verifyOrganizationDomain} on {@link defaultApi}. */
export const verifyOrganizationDomain = /* @__PURE__ */ bound(api.verifyOrganizationDomain)
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
/** {@link api.listPermissions} on {@link defaultApi}. */
export const listPermissions = /* @__PURE__ */ bound(api.listPermissions)
/** {@link api.createPermission} on {@link defaultApi}. */
export const createPermission = /* @__PURE__ */ bound(api.createPermission)
/** {@link api.getPermission} on {@link defaultApi}. */
export const getPermission = /* @__PURE__ */ bound(api.getPermission)
/** {@link api.updatePermission} on {@link defaultApi}. */
export const updatePermission = /* @__PURE__ */ bound(api.updatePermission)
/** {@link api.deletePermission} on {@link defaultApi}. */
export const deletePermission = /* @__PURE__ */ bound(api.deletePermission)
/** {@link api.generatePortalLink} on {@link defaultApi}. */
export const generatePortalLink = /* @__PURE__ */ bound(api.generatePortalLink)
/** {@link api.sendRadarSmsChallenge} on {@link defaultApi}. */
export const sendRadarSmsChallenge = /* @__PURE__ */ bound(api.sendRadarSmsChallenge)
/** {@link api.getRadarChallenge} on {@link defaultApi}. */
export const getRadarChallenge = /* @__PURE__ */ bound(api.getRadarChallenge)
/** {@link api.createRadarAttempt} on {@link defaultApi}. */
export const createRadarAttempt = /* @__PURE__ */ bound(api.createRadarAttempt)
/** {@link api.updateRadarAttempt} on {@link defaultApi}. */
export const updateRadarAttempt = /* @__PURE__ */ bound(api.updateRadarAttempt)
/** {@link api.addRadarListEntry} on {@link defaultApi}. */
export const addRadarListEntry = /* @__PURE__ */ bound(api.addRadarListEntry)
/** {@link api.removeRadarListEntry} on {@link defaultApi}. */
export const removeRadarListEntry = /* @__PURE__ */ bound(api.removeRadarListEntry)
/** {@link api.listRedirectUris} on {@link defaultApi}. */
export const listRedirectUris = /* @__PURE__ */ bound(api.listRedirectUris)
/** {@link api.createRedirectUri} on {@link defaultApi}. */
export const createRedirectUri = /* @__PURE__ */ bound(api.createRedirectUri)
/** {@link api.deleteRedirectUri} on {@link defaultApi}. */
export const deleteRedirectUri = /* @__PURE__ */ bound(api.deleteRedirectUri)
/** {@link api.listEnvironmentRoles} on {@link defaultApi}. */
export const listEnvironmentRoles = /* @__PURE__ */ bound(api.listEnvironmentRoles)
/** {@link api.createEnvironmentRole} on {@link defaultApi}. */
export const createEnvironmentRole = /* @__PURE__ */ bound(api.createEnvironmentRole)
/** {@link api.getEnvironmentRole} on {@link defaultApi}. */
export const getEnvironmentRole = /* @__PURE__ */ bound(api.getEnvironmentRole)
/** {@link api.updateEnvironmentRole} on {@link defaultApi}. */
export const updateEnvironmentRole = /* @__PURE__ */ bound(api.updateEnvironmentRole)
/** {@link api.addEnvironmentRolePermission} on {@link defaultApi}. */
export const addEnvironmentRolePermission = /* @__PURE__ */ bound(api.addEnvironmentRolePermission)
/** {@link api.setEnvironmentRolePermissions} on {@link defaultApi}. */
export const setEnvironmentRolePermissions = /* @__PURE__ */ bound(api.setEnvironmentRolePermissions)
/** {@link api.listOrganizationRoles} on {@link defaultApi}. */
export const listOrganizationRoles = /* @__PURE__ */ bound(api.listOrganizationRoles)
/** {@link api.createOrganizationRole} on {@link defaultApi}. */
export const createOrganizationRole = /* @__PURE__ */ bound(api.createOrganizationRole)
/** {@link api.getOrganizationRole} on {@link defaultApi}. */
export const getOrganizationRole = /* @__PURE__ */ bound(api.getOrganizationRole)
/** {@link api.updateOrganizationRole} on {@link defaultApi}. */
export const updateOrganizationRole = /* @__PURE__ */ bound(api.updateOrganizationRole)
/** {@link api.deleteOrganizationRole} on {@link defaultApi}. */
export const deleteOrganizationRole = /* @__PURE__ */ bound(api.deleteOrganizationRole)
/** {@link api.addOrganizationRolePermission} on {@link defaultApi}. */
export const addOrganizationRolePermission = /* @__PURE__ */ bound(api.addOrganizationRolePermission)
/** {@link api.setOrganizationRolePermissions} on {@link defaultApi}. */
export const setOrganizationRolePermissions = /* @__PURE__ */ bound(api.setOrganizationRolePermissions)
/** {@link api.removeOrganizationRolePermission} on {@link defaultApi}. */
export const removeOrganizationRolePermission = /* @__PURE__ */ bound(api.removeOrganizationRolePermission)
/** {@link api.listSessions} on {@link defaultApi}. */
export const listSessions = /* @__PURE__ */ bound(api.listSessions)
/** {@link api.revokeSession} on {@link defaultApi}. */
export const revokeSession = /* @__PURE__ */ bound(api.revokeSession)
/** {@link api.getLogoutUrl} on {@link defaultApi}. */
export const getLogoutUrl = /* @__PURE__ */ bound(api.getLogoutUrl)
/** {@link api.authorizeSsoLogout} on {@link defaultApi}. */
export const authorizeSsoLogout = /* @__PURE__ */ bound(api.authorizeSsoLogout)
/** {@link api.getSsoLogoutUrl} on {@link defaultApi}. */
export const getSsoLogoutUrl = /* @__PURE__ */ bound(api.getSsoLogoutUrl)
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
/** {@link api.createWidgetToken} on {@link defaultApi}. */
export const createWidgetToken = /* @__PURE__ */ bound(api.createWidgetToken)
/** {@link api.createClientToken} on {@link defaultApi}. */
export const createClientToken = /* @__PURE__ */ bound(api.createClientToken)
