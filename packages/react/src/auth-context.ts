import type { AuthClient, SignInOffer } from '@latchkey/core'
import { type ComponentType, type Context, createContext, type ReactNode, useContext } from 'react'
import type { AuthActions } from './auth-actions.ts'
import type { AuthUrls } from './auth-urls.ts'
import type { PageHold } from './page-hold.ts'
import type { UiSettings } from './ui-settings.ts'

/** A link as your router renders it. */
export interface LinkProps {
  href: string
  children?: ReactNode
  className?: string
}

/** The session's client and the app's addresses. Changes only when an address does. */
export interface AuthContextValue extends AuthUrls {
  client: AuthClient
  actions: AuthActions
  pageHold: PageHold
}

/** How the components look and speak. Apart from the session: apps write these props inline, new on every render. */
export interface AppearanceContextValue extends UiSettings {
  /** What the first step offers, when the app knows it without asking. */
  offer: SignInOffer | undefined
  Link: ComponentType<LinkProps> | undefined
}

interface Contexts {
  auth: Context<AuthContextValue | null>
  appearance: Context<AppearanceContextValue | null>
}

// Vite's server for development loads this module twice, for the app's imports and for those of a framework's package, and so
// do apps with `import` and `require`. The contexts are the same for all.
const CONTEXTS = Symbol.for('@latchkey/react/contexts')
const shared = globalThis as { [CONTEXTS]?: Contexts }
shared[CONTEXTS] ??= {
  auth: createContext<AuthContextValue | null>(null),
  appearance: createContext<AppearanceContextValue | null>(null),
}

export const { auth: AuthContext, appearance: AppearanceContext }: Contexts = shared[CONTEXTS]

/** The provider's session. */
export const useAuthContext = (): AuthContextValue => provided(useContext(AuthContext))

/** The provider's looks and texts. */
export const useAppearance = (): AppearanceContextValue => provided(useContext(AppearanceContext))

function provided<T>(value: T | null): T {
  if (!value) throw new Error('Wrap the app in <AuthProvider>.')
  return value
}

/** The client behind the hooks, for calls outside of them. */
export const useAuthClient = (): AuthClient => useAuthContext().client
