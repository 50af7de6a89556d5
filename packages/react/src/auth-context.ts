import type { AuthClient, SignInOffer } from '@latchkey/core'
import { type ComponentType, type Context, createContext, type ReactNode, useContext } from 'react'
import type { AuthActions } from './auth-actions.ts'
import type { AuthUrls } from './auth-urls.ts'
import type { UiSettings } from './ui-settings.ts'

/** A link as your router renders it. */
export interface LinkProps {
  href: string
  children?: ReactNode
  className?: string
}

/** What the provider hands down. Its identity changes only with the provider's props. */
export interface AuthContextValue extends AuthUrls, UiSettings {
  client: AuthClient
  actions: AuthActions
  /** What the first step offers, when the app knows it without asking. */
  offer: SignInOffer | undefined
  Link: ComponentType<LinkProps> | undefined
}

// Vite's server for development loads this module twice, for the app's imports and for those of a framework's package, and so
// do apps with `import` and `require`. There is one context for all.
const CONTEXT = Symbol.for('@latchkey/react/auth-context')
const shared = globalThis as { [CONTEXT]?: Context<AuthContextValue | null> }
shared[CONTEXT] ??= createContext<AuthContextValue | null>(null)

export const AuthContext: Context<AuthContextValue | null> = shared[CONTEXT]

/** The provider's value. */
export function useAuthContext(): AuthContextValue {
  const value = useContext(AuthContext)
  if (!value) throw new Error('Wrap the app in <AuthProvider>.')
  return value
}

/** The client behind the hooks, for calls outside of them. */
export const useAuthClient = (): AuthClient => useAuthContext().client
