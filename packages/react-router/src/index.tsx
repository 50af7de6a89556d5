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

/** Props of {@link AuthProvider}: those of `@latchkey/react`, without what comes from React Router. */
export type AuthProviderProps = Omit<ProviderProps, 'navigate' | 'Link'>

/**
 * Gives the components and hooks below it one session, moves the page by the router, and loads the data of the page again
 * when another user or none is signed in, or another organization is open.
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

/** The router's `basename`; empty for an app that has its origin to itself. */
const useAppPath = () => useHref('/').replace(/\/$/, '')

function Link({ href, ...props }: LinkProps) {
  const appPath = useAppPath()
  return <RouterLink {...props} to={routerPath(appPath, href)} />
}

function Revalidation(): ReactNode {
  const client = useAuthClient()
  const { revalidate } = useRevalidator()
  // What made the change may go to another page right away.
  useEffect(() => onOwnerChange(client, () => setTimeout(revalidate)), [client, revalidate])
  return null
}

/**
 * The signed-in user, for loaders that run in the browser: those of data routers, and `clientLoader`. It waits until the
 * session is known, and leads to the sign-in page and back to the page that is being loaded. It hides what the page does
 * not need to show: the server decides what a user gets.
 *
 * @param client The client that `<AuthProvider client>` has as well.
 * @param args The arguments of the loader.
 * @throws {AuthForbidden} for a user who is not allowed, where no other page helps.
 * @throws {AuthUnavailable} when the session could not be determined.
 */
export async function requireAuth(
  client: AuthClient,
  { url }: { url: URL },
  ...args: [requirement?: Omit<RequireAuthOptions, 'request'>]
): Promise<SignedInState> {
  const [requirement] = args
  try {
    // One that is given and undefined is refused there.
    if (args.length > 0 && !requirement) return await requireAuthOf(client, requirement)
    return await requireAuthOf(client, { ...requirement, request: { url: url.href } })
  } catch (error) {
    throw error instanceof AuthRedirect ? redirect(error.to) : error
  }
}
