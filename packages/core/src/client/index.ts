export type { Permission, Register, Role } from '../session/register.ts'
export type { PageParams } from './account.ts'
export {
  addDomain,
  changePassword,
  confirmEmailChange,
  createOrganization,
  deleteAccount,
  deleteOrganization,
  enrollFactor,
  getConfig,
  inviteMember,
  leaveOrganization,
  listDomains,
  listFactors,
  listInvitations,
  listMembers,
  listOrganizations,
  listRoles,
  listSessions,
  openPortal,
  removeDomain,
  removeFactor,
  removeMember,
  renameOrganization,
  resendInvitation,
  revokeInvitation,
  revokeOtherSessions,
  revokeSession,
  sendEmailChange,
  updateMember,
  updateProfile,
  verifyDomain,
  verifyFactor,
} from './account.ts'
export type { AuthClient, AuthClientOptions } from './auth-client.ts'
export { createAuthClient } from './auth-client.ts'
export { AuthForbidden, AuthRedirect, AuthUnavailable } from './auth-error.ts'
export type { AuthEvent } from './auth-event.ts'
export { onAuthEvent, onOwnerChange } from './auth-event.ts'
export type { AuthState, LoadingState, SignedInState, SignedOutState } from './auth-state.ts'
export { watchCapsLock } from './caps-lock.ts'
export { canCopy, copyText } from './copy-text.ts'
export type { HandlerResponse, Outgoing, Send } from './exchange.ts'
export type { FlowOptions } from './flow-options.ts'
export { createFlow, type Flow } from './flow-store.ts'
export { type AuthorizeFrom, type AuthorizeTo, authorizeTarget, type FlowTarget } from './flow-target.ts'
export type { FlowSnapshot } from './flow-transition.ts'
export type { InitialAuth } from './initial-auth.ts'
export { isLastMethod } from './last-method.ts'
export { keepListFocus } from './list-focus.ts'
export { type Navigate, pageUrl, routerPath } from './navigation.ts'
export { mayRedirect } from './redirect-limit.ts'
export { rememberedUser } from './remembered-user.ts'
export { type RequireAuthOptions, requireAuth } from './require-auth.ts'
export type { Resource, ResourceState } from './resource.ts'
export { resourceOf } from './resource.ts'
export type { Result } from './result.ts'
export { moveSteps } from './step-motion.ts'
export type { Timers } from './timers.ts'
export { typedEmail } from './typed-email.ts'
