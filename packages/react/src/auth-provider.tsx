import {
  type AuthClient,
  type AuthEvent,
  type ConfigPayload,
  createAuthClient,
  type InitialAuth,
  type Navigate,
} from '@latchkey/core'
import { type ComponentType, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { authActions } from './auth-actions.ts'
import { AuthContext, type AuthContextValue, type AuthUrls, type LinkProps } from './auth-context.ts'
import type { UiSettings } from './ui-settings.ts'
import { useAuthEvents } from './use-auth-events.ts'

/** Props of {@link AuthProvider}. Only `children` is required. */
export interface AuthProviderProps extends Partial<AuthUrls>, UiSettings {
  children: ReactNode
  /** A client made outside of React, such as the one your router's loaders use. */
  client?: AuthClient
  /** Where the auth handler is mounted. Default `/auth`. */
  basePath?: string
  /** The session as the server knew it, or a promise of it. With it, nothing is asked on load. */
  initialAuth?: InitialAuth | Promise<InitialAuth>
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
  const [own] = useState(() => props.client ?? createOwnClient(props, latest))
  const client = props.client ?? own
  const value = useContextValue(client, props)
  return (
    <AuthContext value={value}>
      {(props.onEvent || props.onSessionExpired) && <Events latest={latest} value={value} />}
      {props.children}
    </AuthContext>
  )
}

function createOwnClient(props: AuthProviderProps, latest: { current: AuthProviderProps }): AuthClient {
  const { basePath, initialAuth, signInUrl, navigate } = props
  return createAuthClient({
    basePath,
    initialAuth,
    signInUrl,
    navigate: navigate && ((to, options) => latest.current.navigate?.(to, options)),
  })
}

function useContextValue(client: AuthClient, props: AuthProviderProps): AuthContextValue {
  const { initialConfig, Link, locale, dir, components, classNames } = props
  const {
    signInUrl = client.signInUrl,
    signUpUrl = '/sign-up',
    forgotPasswordUrl = '/forgot-password',
  } = props
  const { afterSignInUrl, afterSignOutUrl } = props
  return useMemo(() => {
    const urls = { signInUrl, signUpUrl, forgotPasswordUrl, afterSignInUrl, afterSignOutUrl }
    return {
      client,
      urls,
      actions: authActions(client, urls),
      offer: initialConfig,
      Link,
      ui: { locale, dir, components, classNames },
    }
  }, [
    client,
    signInUrl,
    signUpUrl,
    forgotPasswordUrl,
    afterSignInUrl,
    afterSignOutUrl,
    initialConfig,
    Link,
    locale,
    dir,
    components,
    classNames,
  ])
}

/** A component of its own, so that a provider nobody listens to asks for nothing. */
function Events(props: { latest: { current: AuthProviderProps }; value: AuthContextValue }): ReactNode {
  useAuthEvents((event) => {
    const { onEvent, onSessionExpired } = props.latest.current
    onEvent?.(event)
    if (event.type === 'signed-out' && event.reason !== 'signed-out')
      onSessionExpired?.({ signIn: () => props.value.actions.signIn() })
  })
  return null
}
