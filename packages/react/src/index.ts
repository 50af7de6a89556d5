/**
 * The provider, hooks and guards, without markup.
 *
 * @module @latchkey/react
 */

export {
  type AuthClient,
  type AuthEvent,
  AuthForbidden,
  AuthRedirect,
  type AuthState,
  AuthUnavailable,
  createAuthClient,
  type InitialAuth,
  type Register,
  type RequireAuthOptions,
  type Requirement,
  type Result,
  requireAuth,
  type SignedInState,
  type SignedOutState,
} from '@latchkey/core'
export type { Brand } from '@latchkey/core/brand'
export type { Locale } from '@latchkey/core/text'
export type { AuthActions } from './auth-actions.ts'
export type { LinkProps } from './auth-context.ts'
export { useAuthClient } from './auth-context.ts'
export type { AuthProviderProps } from './auth-provider.tsx'
export { AuthProvider } from './auth-provider.tsx'
export type { AuthUrls } from './auth-urls.ts'
export type { GateProps, ProtectProps, ShowProps } from './gates.tsx'
export { AuthBoundary, AuthLoading, Protect, RedirectToSignIn, Show, SignedIn, SignedOut } from './gates.tsx'
export type { ComponentMap, SlotClassNames, UiSettings } from './ui-settings.ts'
export type { AccessTokenHandle } from './use-access-token.ts'
export { useAccessToken } from './use-access-token.ts'
export type { UseAuthOptions } from './use-auth.ts'
export { useAuth } from './use-auth.ts'
export { useAuthEvents } from './use-auth-events.ts'
export { useAuthorization } from './use-authorization.ts'
export type { FactorsHandle } from './use-factors.ts'
export { useFactors } from './use-factors.ts'
export type { FlowHandle, FormProps, UseFlowOptions } from './use-flow.ts'
export { useFlow, useInvitation, useResetPassword, useSignIn, useSignUp } from './use-flow.ts'
export type { Paginated } from './use-list.ts'
export type { OrganizationActions, OrganizationHandle, UseOrganizationOptions } from './use-organization.ts'
export { useOrganization } from './use-organization.ts'
export type { OrganizationListHandle } from './use-organization-list.ts'
export { useOrganizationList } from './use-organization-list.ts'
export type { ReverificationOptions } from './use-reverification.ts'
export { useReverification } from './use-reverification.ts'
export type { SessionsHandle } from './use-sessions.ts'
export { useSessions } from './use-sessions.ts'
export type { UserActions, UserHandle, UserState } from './use-user.ts'
export { useUser } from './use-user.ts'
