/**
 * The hook, guards, load helpers and page actions. Server only.
 *
 * @module @latchkey/sveltekit
 */

export type { FlowAction, FlowErrorCode, Permission, Role, Step, StepName } from '@latchkey/core'
export type {
  AccountFailure,
  AccountResult,
  Auth,
  DeviceData,
  FaultCode,
  FlowData,
  ProviderTarget,
  Requirement,
  ShownError,
  SignedIn,
  SignedInToOrganization,
  SignedOut,
  Stale,
} from '@latchkey/core/server'
export type { AccountPage, AccountPageState } from './account-page.ts'
export {
  accountPage,
  organizationPage,
  organizationsData,
  profilePage,
  securityPage,
  signOutAction,
  switchOrganizationAction,
} from './account-page.ts'
export type { AuthData } from './auth.ts'
export { authData, authLoader, getAuth } from './auth.ts'
export type { FlowPage } from './flow-page.ts'
export { acceptInvitationPage, devicePage, resetPasswordPage, signInPage, signUpPage } from './flow-page.ts'
export type { GuardOptions, Rule } from './guard-options.ts'
export type { Authed, AuthedQuery, RequireOptions } from './guards.ts'
export {
  authed,
  requireAccess,
  requireOrganization,
  requirePermission,
  requireRole,
  requireUser,
} from './guards.ts'
export { latchkey } from './latchkey.ts'
export type { LatchkeyOptions } from './settings.ts'
export { authEnv } from './settings.ts'
export { redirectToProvider, redirectToSignIn, signInUrl } from './sign-in-redirects.ts'
