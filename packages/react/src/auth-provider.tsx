import {
  type AuthClient,
  type AuthEvent,
  type ConfigPayload,
  createAuthClient,
  type InitialAuth,
  type Navigate,
  onAuthEvent,
} from '@latchkey/core'
import { type ComponentType, type ReactNode, useEffect, useMemo, useState } from 'react'
import { type AuthActions, authActions } from './auth-actions.ts'
import {
  AppearanceContext,
  type AppearanceContextValue,
  AuthContext,
  type AuthContextValue,
  type LinkProps,
} from './auth-context.ts'
import type { AuthUrls } from './auth-urls.ts'
import { createPageHold, type PageHold } from './page-hold.ts'
import type { UiSettings } from './ui-settings.ts'

/** Props of {@link AuthProvider}. Only `children` is required. */
export interface AuthProviderProps extends Partial<AuthUrls>, UiSettings {
  children: ReactNode
  /** A client made outside of React, such as the one your router's loaders use. Read once. */
  client?: AuthClient
  /** Where the auth handler is mounted. Default `/auth`. */
  basePath?: string
  /** The handler's `cookieName`, where it has one. */
  cookieName?: string
  /** The session as the server knew it, or a promise of it. With it, nothing is asked on load. */
  initialAuth?: InitialAuth | Promise<InitialAuth>
  /**
   * Keeps this tab in one organization, such as the one in its address, whatever other tabs switch to. The handler checks
   * that the user is a member; a user who is not stays signed in without an organization. When it changes, the children of
   * the provider remount. Your own `client` has its own organization. Default: the session's organization, the same in all tabs.
   */
  organizationId?: string
  /** What the app offers at sign-in, when known; saves the first step a request. */
  initialConfig?: ConfigPayload
  /** Moves the page by your router. */
  navigate?: Navigate
  /** Renders links by your router. Default: `<a>`. */
  Link?: ComponentType<LinkProps>
  onEvent?(event: AuthEvent): void
  /** Called when the session ends and the user did not sign out. */
  onSessionExpired?(context: { signIn(): void }): void
}

/** Gives the components and hooks below it one session. Put one around the app. */
export function AuthProvider(props: AuthProviderProps): ReactNode {
  // Another organization is another provider: nothing below it, and no response, outlives the former one.
  return <Provider key={props.organizationId} {...props} />
}

function Provider(props: AuthProviderProps): ReactNode {
  const [instance] = useState(() => createInstance(props))
  const { client, actions, pageHold } = instance
  useEffect(() => {
    instance.props = props
  })
  // A provider that nobody listens to asks for nothing.
  const listens = Boolean(props.onEvent ?? props.onSessionExpired)
  useEffect(() => {
    if (!listens) return
    return onAuthEvent(client, (event) => {
      instance.props.onEvent?.(event)
      if (event.type === 'signed-out' && event.reason !== 'signed-out')
        instance.props.onSessionExpired?.(actions)
    })
  }, [client, actions, listens, instance])
  const auth = useStable<AuthContextValue>({
    client,
    actions,
    pageHold,
    signInUrl: props.signInUrl ?? client.signInUrl,
    signUpUrl: props.signUpUrl ?? '/sign-up',
    forgotPasswordUrl: props.forgotPasswordUrl ?? '/forgot-password',
    afterSignInUrl: props.afterSignInUrl,
    afterSignOutUrl: props.afterSignOutUrl,
  })
  const appearance = useStable<AppearanceContextValue>({
    offer: props.initialConfig,
    Link: props.Link,
    locale: props.locale,
    dir: props.dir,
    brand: props.brand,
    titles: props.titles,
    components: props.components,
    classNames: props.classNames,
  })
  return (
    <AuthContext.Provider value={auth}>
      <AppearanceContext.Provider value={appearance}>{props.children}</AppearanceContext.Provider>
    </AuthContext.Provider>
  )
}

/** The same object for as long as its values are the same. */
function useStable<T extends object>(value: T): T {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the values are the dependencies
  return useMemo(() => value, Object.values(value))
}

/** What a provider keeps for as long as it is there. */
interface ProviderInstance {
  client: AuthClient
  actions: AuthActions
  pageHold: PageHold
  /** The latest. */
  props: AuthProviderProps
}

function createInstance(props: AuthProviderProps): ProviderInstance {
  const client =
    props.client ??
    createAuthClient({
      ...props,
      navigate: props.navigate && ((...to) => instance.props.navigate?.(...to)),
    })
  const instance = { props, client, pageHold: createPageHold() } as ProviderInstance
  instance.actions = authActions(instance)
  return instance
}
