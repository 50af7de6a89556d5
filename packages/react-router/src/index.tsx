/**
 * The provider for React Router, and guards for the loaders of data routers. Hooks and components are those of
 * `@latchkey/react`.
 *
 * @module @latchkey/react-router
 */

import type { AuthClient, RequireAuthOptions } from '@latchkey/core'
import { AuthRedirect, onOwnerChange, requireAuth as requireAuthOf, routerPath } from '@latchkey/core'
import {
  type LinkProps,
  AuthProvider as Provider,
  type AuthProviderProps as ProviderProps,
  type SignedInState,
  useAuthClient,
} from '@latchkey/react'
import { type ReactNode, useEffect } from 'react'
import { Link as RouterLink, redirect, useHref, useNavigate, useRevalidator } from 'react-router'

/** Props of {@link AuthProvider}: those of `@latchkey/react`, except those that React Router provides. */
export type AuthProviderProps = Omit<ProviderProps, 'navigate' | 'Link'>

/**
 * Provides one session to the components and hooks below it, navigates with the router, and reloads the page's data after a
 * sign-in, a sign-out, or a change of user or organization.
 */
export function AuthProvider({ children, ...props }: AuthProviderProps): ReactNode {
  const navigate = useNavigate()
  const appPath = useAppPath()
  return (
    <Provider
      basePath={`${appPath}/auth`}
      {...props}
      navigate={(to, { replace }) => navigate(routerPath(appPath, to), { replace })}
      Link={Link}
    >
      <Revalidation />
      {children}
    </Provider>
  )
}

/** The router's `basename`; empty if the app is at the root of its origin. */
const useAppPath = () => useHref('/').replace(/\/$/, '')

function Link({ href, ...props }: LinkProps) {
  const appPath = useAppPath()
  return <RouterLink {...props} to={routerPath(appPath, href)} />
}

function Revalidation(): ReactNode {
  const client = useAuthClient()
  const { revalidate } = useRevalidator()
  // The code that caused the change may navigate right away.
  useEffect(() => onOwnerChange(client, () => setTimeout(revalidate)), [client, revalidate])
  return null
}

/**
 * Returns the signed-in user, for loaders that run in the browser: those of data routers, and `clientLoader`. It waits until
 * the session is known, and redirects to the sign-in page and back to the page being loaded. It only decides what is shown: the
 * server must check every request.
 *
 * @param client The client that is passed to `<AuthProvider client>`.
 * @param args The arguments of the loader.
 * @throws {AuthForbidden} for a user who is not allowed, if no other page helps.
 * @throws {AuthUnavailable} if the session could not be determined.
 */
export async function requireAuth(
  client: AuthClient,
  { url }: { url: URL },
  ...args: [requirement?: Omit<RequireAuthOptions, 'request'>]
): Promise<SignedInState> {
  const [requirement] = args
  try {
    // A requirement that is passed as undefined is refused there.
    if (args.length > 0 && !requirement) return await requireAuthOf(client, requirement)
    return await requireAuthOf(client, { ...requirement, request: { url: url.href } })
  } catch (error) {
    throw error instanceof AuthRedirect ? redirect(error.to) : error
  }
}
