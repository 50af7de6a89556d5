import {
  type AuthClient,
  type AuthEvent,
  type ConfigPayload,
  createAuthClient,
  type InitialAuth,
  type Navigate,
  onAuthEvent,
} from '@latchkey/core'
import { type ComponentType, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { authActions } from './auth-actions.ts'
import { AuthContext, type AuthContextValue, type AuthUrls, type LinkProps } from './auth-context.ts'
import type { UiSettings } from './ui-settings.ts'

/** Props of {@link AuthProvider}. Only `children` is required. */
export interface AuthProviderProps extends Partial<AuthUrls>, UiSettings {
  children: ReactNode
  /** A client made outside of React, such as the one your router's loaders use. */
  client?: AuthClient
  /** Where the auth handler is mounted. Default `/auth`. */
  basePath?: string
  /** The session as the server knew it, or a promise of it. With it, nothing is asked on load. */
  initialAuth?: InitialAuth | Promise<InitialAuth>
  /**
   * Keeps this tab in one organization, such as the one in its address, whatever other tabs switch to. The handler checks
   * that the person may enter; whoever may not is signed in without an organization. When it changes, the session is not
   * known until the handler has answered. A `client` of your own has its own. Default: the session's organization, the
   * same in all tabs.
   */
  organizationId?: string
  /** What the app offers at sign-in, when known; saves the first step a request. */
  initialConfig?: ConfigPayload
  /** Moves the page by your router. */
  navigate?: Navigate
  /** Renders links by your router. Default: `<a>`. */
  Link?: ComponentType<LinkProps>
  onEvent?(event: AuthEvent): void
  /** The session ended without the person having asked for it. */
  onSessionExpired?(context: { signIn(): void }): void
}

/** Gives the components and hooks below it one session. Put one around the app. */
export function AuthProvider(props: AuthProviderProps): ReactNode {
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const { organizationId } = props
  // A client is in one organization from its first request to its last: no answer of another one is ever shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every other setting is read once
  const own = useMemo(() => props.client ?? createOwnClient(props, latest), [organizationId])
  const client = props.client ?? own
  const value = useContextValue(client, props)
  const { actions } = value
  // A provider that nobody listens to asks for nothing.
  const listens = Boolean(props.onEvent ?? props.onSessionExpired)
  useEffect(() => {
    if (!listens) return
    return onAuthEvent(client, (event) => {
      latest.current.onEvent?.(event)
      if (event.type === 'signed-out' && event.reason !== 'signed-out')
        latest.current.onSessionExpired?.(actions)
    })
  }, [client, actions, listens])
  return <AuthContext value={value}>{props.children}</AuthContext>
}

function createOwnClient(props: AuthProviderProps, latest: { current: AuthProviderProps }): AuthClient {
  return createAuthClient({
    ...props,
    navigate: props.navigate && ((...to) => latest.current.navigate?.(...to)),
  })
}

function useContextValue(client: AuthClient, props: AuthProviderProps): AuthContextValue {
  const { initialConfig: offer, Link, locale, dir, components, classNames } = props
  const {
    signInUrl = client.signInUrl,
    signUpUrl = '/sign-up',
    forgotPasswordUrl = '/forgot-password',
  } = props
  const { afterSignInUrl, afterSignOutUrl } = props
  const urls = { signInUrl, signUpUrl, forgotPasswordUrl, afterSignInUrl, afterSignOutUrl }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the values are the dependencies
  const actions = useMemo(() => authActions(client, urls), [client, ...Object.values(urls)])
  const value = { ...urls, client, actions, offer, Link, locale, dir, components, classNames }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the values are the dependencies
  return useMemo<AuthContextValue>(() => value, Object.values(value))
}
