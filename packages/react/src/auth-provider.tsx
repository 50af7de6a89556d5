import {
  type AuthClient,
  type AuthEvent,
  type ConfigPayload,
  createAuthClient,
  type InitialAuth,
  type Navigate,
  onAuthEvent,
} from '@latchkey/core'
import { type ComponentType, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
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
  const { actions } = value
  // A provider that nobody listens to asks for nothing.
  const listens = Boolean(props.onEvent ?? props.onSessionExpired)
  useEffect(() => {
    if (!listens) return
    return onAuthEvent(client, (event) => {
      const { onEvent, onSessionExpired } = latest.current
      onEvent?.(event)
      if (event.type === 'signed-out' && event.reason !== 'signed-out') onSessionExpired?.(actions)
    })
  }, [client, actions, listens])
  return <AuthContext value={value}>{props.children}</AuthContext>
}

function createOwnClient(props: AuthProviderProps, latest: { current: AuthProviderProps }): AuthClient {
  const { basePath, initialAuth, signInUrl, navigate } = props
  return createAuthClient({
    basePath,
    initialAuth,
    signInUrl,
    navigate: navigate && ((...to) => latest.current.navigate?.(...to)),
  })
}

function useContextValue(client: AuthClient, props: AuthProviderProps): AuthContextValue {
  const { initialConfig: offer, Link, locale, dir, components, classNames } = props
  const urls = useKept<AuthUrls>({
    signInUrl: props.signInUrl ?? client.signInUrl,
    signUpUrl: props.signUpUrl ?? '/sign-up',
    forgotPasswordUrl: props.forgotPasswordUrl ?? '/forgot-password',
    afterSignInUrl: props.afterSignInUrl,
    afterSignOutUrl: props.afterSignOutUrl,
  })
  const ui = useKept<UiSettings>({ locale, dir, components, classNames })
  const actions = useMemo(() => authActions(client, urls), [client, urls])
  return useKept<AuthContextValue>({ client, urls, actions, offer, Link, ui })
}

/** The same object for as long as its values are the same. */
// biome-ignore lint/correctness/useExhaustiveDependencies: the values are the dependencies
const useKept = <T extends object>(record: T): T => useMemo(() => record, Object.values(record))
