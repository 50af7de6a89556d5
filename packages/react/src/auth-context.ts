import type { AuthClient, SignInOffer } from '@latchkey/core'
import { type ComponentType, type Context, createContext, type ReactNode, useContext } from 'react'
import type { AuthActions } from './auth-actions.ts'
import type { AuthUrls } from './auth-urls.ts'
import type { PageHold } from './page-hold.ts'
import type { UiSettings } from './ui-settings.ts'

/** Props of a link that your router renders. */
export interface LinkProps {
  href: string
  children?: ReactNode
  className?: string
}

/** The client of the session and the URLs of the app's pages. Changes only when a URL changes. */
export interface AuthContextValue extends AuthUrls {
  client: AuthClient
  actions: AuthActions
  pageHold: PageHold
}

/**
 * The appearance and texts of the components. Kept apart from the session, because apps write these props inline, which creates
 * new objects on every render.
 */
export interface AppearanceContextValue extends UiSettings {
  /** The sign-in methods of the first step, if the app already knows them. */
  offer: SignInOffer | undefined
  Link: ComponentType<LinkProps> | undefined
}

interface Contexts {
  auth: Context<AuthContextValue | null>
  appearance: Context<AppearanceContextValue | null>
}

// Vite's development server loads this module twice, for the app's imports and for those of a framework's package. So do apps
// that use both `import` and `require`. All copies share the same contexts.
const CONTEXTS = Symbol.for('@latchkey/react/contexts')
const shared = globalThis as { [CONTEXTS]?: Contexts }
shared[CONTEXTS] ??= {
  auth: createContext<AuthContextValue | null>(null),
  appearance: createContext<AppearanceContextValue | null>(null),
}

export const { auth: AuthContext, appearance: AppearanceContext }: Contexts = shared[CONTEXTS]

/** The provider's session. */
export const useAuthContext = (): AuthContextValue => provided(useContext(AuthContext))

/** The provider's appearance and texts. */
export const useAppearance = (): AppearanceContextValue => provided(useContext(AppearanceContext))

function provided<T>(value: T | null): T {
  if (!value) throw new Error('Wrap the app in <AuthProvider>.')
  return value
}

/** The client behind the hooks, for calls outside of them. */
export const useAuthClient = (): AuthClient => useAuthContext().client
