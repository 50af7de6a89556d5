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
  /** A client created outside React, such as the one that your router's loaders use. Read once. */
  client?: AuthClient
  /** The path of the auth handler. Default `/auth`. */
  basePath?: string
  /** The handler's `cookieName`, if it sets one. */
  cookieName?: string
  /** The session that the server read, or a promise of it. If set, no request is sent on load. */
  initialAuth?: InitialAuth | Promise<InitialAuth>
  /**
   * Pins this tab to one organization, such as the one in its URL, regardless of what other tabs switch to. The handler checks
   * that the user is a member; a user who is not a member stays signed in without an organization. When it changes, the
   * provider's children remount. It does not apply to your own `client`, which has its own setting. Default: the session's
   * active organization, the same in all tabs.
   */
  organizationId?: string
  /** The app's sign-in methods, if known. Saves the first step a request. */
  initialConfig?: ConfigPayload
  /** Navigates with your router. Default: the browser loads the URL. */
  navigate?: Navigate
  /** Renders links with your router. Default: `<a>`. */
  Link?: ComponentType<LinkProps>
  onEvent?(event: AuthEvent): void
  /** Called when the session ends without the user signing out. */
  onSessionExpired?(context: { signIn(): void }): void
}

/** Provides one session to the components and hooks below it. Put one around the app. */
export function AuthProvider(props: AuthProviderProps): ReactNode {
  // Another organization is another provider, so that neither the children nor a pending response outlive the previous one.
  return <Provider key={props.organizationId} {...props} />
}

function Provider(props: AuthProviderProps): ReactNode {
  const [instance] = useState(() => createInstance(props))
  const { client, actions, pageHold } = instance
  useEffect(() => {
    instance.props = props
  })
  // Without a listener, the provider sends no requests.
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

/** Returns the same object as long as its values are the same. */
function useStable<T extends object>(value: T): T {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the values are the dependencies
  return useMemo(() => value, Object.values(value))
}

/** What a provider keeps while it is mounted. */
interface ProviderInstance {
  client: AuthClient
  actions: AuthActions
  pageHold: PageHold
  /** The latest props. */
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
