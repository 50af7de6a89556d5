/**
 * Components for signing in and for the account, rendered on the server and working without script.
 *
 * @module @latchkey/sveltekit/ui
 */

export { default as AcceptInvitation } from './accept-invitation.svelte'
export { default as AuthProvider } from './auth-provider.svelte'
export type { UiSettings } from './context.ts'
export type { FlowProps } from './flow-props.ts'
export { default as ForgotPassword } from './forgot-password.svelte'
export { default as Impersonation } from './impersonation.svelte'
export { default as OAuthButtons } from './oauth-buttons.svelte'
export { default as ResetPassword } from './reset-password.svelte'
export { default as SignIn } from './sign-in.svelte'
export { default as SignOutButton } from './sign-out-button.svelte'
export { default as SignUp } from './sign-up.svelte'
export { default as UserButton } from './user-button.svelte'
export { default as VerifyEmail } from './verify-email.svelte'
