/**
 * Components for pages of Astro, with or without `client:load`. Each has its own provider; all of a page share one client.
 *
 * @module @latchkey/astro/react
 */

import { type AuthClient, createAuthClient, onOwnerChange } from '@latchkey/core'
import { AuthProvider, type AuthProviderProps, useAuthClient } from '@latchkey/react'
import * as ui from '@latchkey/react/ui'
import { type ComponentType, type ReactNode, useEffect } from 'react'

/** Props of each component in addition to its own. */
export interface IslandProps {
  /** The result of `readAuth(Astro)`. Without it, the browser requests the session. */
  initialAuth?: AuthProviderProps['initialAuth']
  /** Other props of the provider, such as `afterSignInUrl` and `locale`. Use the same for all islands of a page. */
  provider?: Omit<AuthProviderProps, 'children' | 'client' | 'initialAuth' | 'navigate' | 'Link'>
}

let shared: AuthClient | undefined
let hasLeft = false

/** One client for all islands of a page in browsers, and one per render on servers. */
function clientFor({ initialAuth, provider }: IslandProps): AuthClient | undefined {
  if (typeof window === 'undefined') return undefined
  shared ??= createAuthClient({
    basePath: BASE_PATH,
    ...provider,
    initialAuth,
    // Pages are rendered by the server, so each navigation loads the page.
    navigate(to, { replace }) {
      hasLeft = true
      location[replace ? 'replace' : 'assign'](to)
    },
  })
  return shared
}

const BASE_PATH = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/auth`

/** Reloads the page when the user changes, because it shows the data of the user it was rendered for. */
function Reloading(): ReactNode {
  const client = useAuthClient()
  useEffect(
    () =>
      // The code that caused the change may navigate right away.
      onOwnerChange(client, () => setTimeout(() => hasLeft || location.reload())),
    [client],
  )
  return null
}

const island = <Props extends object>(Component: ComponentType<Props>) =>
  function Island({ initialAuth, provider, ...props }: Props & IslandProps): ReactNode {
    const client = clientFor({ initialAuth, provider })
    return (
      <AuthProvider basePath={BASE_PATH} {...provider} initialAuth={initialAuth} client={client}>
        <Reloading />
        <Component {...(props as unknown as Props)} />
      </AuthProvider>
    )
  }

type Island<Props> = (props: Props & IslandProps) => ReactNode

/** The sign-in page, with `readFlow(Astro, 'sign-in')` as `initialFlow`. */
export const SignIn: Island<ui.FlowProps> = island(ui.SignIn)
/** The sign-up page, with `readFlow(Astro, 'sign-up')`. */
export const SignUp: Island<ui.FlowProps> = island(ui.SignUp)
/** The page that requests a password reset link, with `readFlow(Astro, 'reset-password')`. */
export const ForgotPassword: Island<ui.FlowProps> = island(ui.ForgotPassword)
/** The page that sets a new password, opened from the email link, with `readFlow(Astro, 'reset-password')`. */
export const ResetPassword: Island<ui.FlowProps> = island(ui.ResetPassword)
/** The page of an invitation, opened from the email link, with `readFlow(Astro, 'invitation')`. */
export const AcceptInvitation: Island<ui.FlowProps> = island(ui.AcceptInvitation)
/** The menu of the signed-in user. */
export const UserButton: Island<ui.UserButtonProps> = island(ui.UserButton)
/** The account of the signed-in user. */
export const UserProfile: Island<ui.UserProfileProps> = island(ui.UserProfile)
/** The organizations of the signed-in user. */
export const OrganizationSwitcher: Island<ui.OrganizationSwitcherProps> = island(ui.OrganizationSwitcher)
/** Signs the user out. */
export const SignOutButton: Island<ui.SignOutButtonProps> = island(ui.SignOutButton)
