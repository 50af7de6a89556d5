/**
 * Whole pages for route modules: `export { SignInPage as default } from '@latchkey/react-router/pages'`. Each begins
 * with the data of the route's `flowLoader`, if it has one.
 *
 * @module @latchkey/react-router/pages
 */

import type { FlowPayload } from '@latchkey/core'
import type { FlowProps } from '@latchkey/react/ui'
import { AcceptInvitation, ForgotPassword, ResetPassword, SignIn, SignUp } from '@latchkey/react/ui'
import type { ComponentType, ReactNode } from 'react'
import { Outlet, useLoaderData } from 'react-router'
import { AuthProvider, type AuthProviderProps } from './index.tsx'

/**
 * The root route, for `authLoader`: the provider around all other routes. It starts with the session from the server, so no
 * request is sent on load.
 */
export function Root(): ReactNode {
  const loaded = useLoaderData() as { auth?: AuthProviderProps['initialAuth'] } | undefined
  return (
    <AuthProvider initialAuth={loaded?.auth}>
      <Outlet />
    </AuthProvider>
  )
}

const pageOf = (Flow: ComponentType<FlowProps>) =>
  function FlowPage(): ReactNode {
    const loaded = useLoaderData() as { flow?: FlowPayload } | undefined
    return <Flow initialFlow={loaded?.flow} />
  }

/** The sign-in page, for `flowLoader('sign-in')`. */
export const SignInPage: () => ReactNode = pageOf(SignIn)
/** The sign-up page, for `flowLoader('sign-up')`. */
export const SignUpPage: () => ReactNode = pageOf(SignUp)
/** The page that requests a password reset link, for `flowLoader('reset-password')`. */
export const ForgotPasswordPage: () => ReactNode = pageOf(ForgotPassword)
/** The page that sets a new password, opened from the email link, for `flowLoader('reset-password')`. */
export const ResetPasswordPage: () => ReactNode = pageOf(ResetPassword)
/** The page of an invitation, opened from the email link, for `flowLoader('invitation')`. */
export const AcceptInvitationPage: () => ReactNode = pageOf(AcceptInvitation)
