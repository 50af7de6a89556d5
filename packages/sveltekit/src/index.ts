/**
 * The hook, guards, load helpers and page actions. Server only.
 *
 * @module @latchkey/sveltekit
 */

export type { FlowAction, FlowErrorCode, Permission, Role, Step, StepName } from '@latchkey/core'
export type { SignedIn, SignedOut } from '@latchkey/core/server'
export type { AccountFailure, AccountPage, AccountResult } from './account-page.ts'
export {
  organizationPage,
  profilePage,
  securityPage,
  signOutAction,
  switchOrganizationAction,
} from './account-page.ts'
export type { ProviderTarget } from './answers.ts'
export { redirectToProvider, redirectToSignIn, signInUrl } from './answers.ts'
export type { Auth, AuthData, Unavailable } from './auth.ts'
export { authData } from './auth.ts'
export type { DeviceData, FlowData, FlowPage, ShownError } from './flow-page.ts'
export { acceptInvitationPage, devicePage, resetPasswordPage, signInPage, signUpPage } from './flow-page.ts'
export type { Authed, Requirement, RequireOptions } from './guards.ts'
export {
  authed,
  getAuth,
  requireOrganization,
  requirePermission,
  requireRole,
  requireUser,
} from './guards.ts'
export { latchkey } from './latchkey.ts'
export type { GuardOptions, Rule } from './route-rules.ts'
export type { LatchkeyOptions } from './settings.ts'
export { authEnv } from './settings.ts'
