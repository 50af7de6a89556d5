/**
 * The provider for TanStack Start, guards of pages, and the pages with forms. Hooks and components are those of `@latchkey/react`.
 *
 * @module @latchkey/tanstack-start
 */

import {
  type AuthClient,
  AuthRedirect,
  createAuthClient,
  type FlowKind,
  type FlowPayload,
  onOwnerChange,
  requireAuth,
  type SessionPayload,
  type SessionUser,
} from '@latchkey/core'
import type { Requirement } from '@latchkey/core/server'
import {
  type LinkProps,
  AuthProvider as Provider,
  type AuthProviderProps as ProviderProps,
  useAuthClient,
} from '@latchkey/react'
import { AcceptInvitation, ForgotPassword, ResetPassword, SignIn, SignUp } from '@latchkey/react/ui'
import {
  notFound,
  Link as RouterLink,
  redirect,
  useLoaderData,
  useMatch,
  useRouter,
} from '@tanstack/react-router'
import { type ComponentType, type ReactNode, useEffect } from 'react'
import { onServer } from '#server'

/** Props of {@link AuthProvider}: those of `@latchkey/react`, except those that the router provides. */
export type AuthProviderProps = Omit<ProviderProps, 'navigate' | 'Link'>

/**
 * Provides one session to the components and hooks below it, and navigates with the router. After a sign-in, a sign-out, or a
 * change of user or organization, the router discards the loaded data and reloads it from the server.
 */
export function AuthProvider({ children, ...props }: AuthProviderProps): ReactNode {
  const router = useRouter()
  const navigate: ProviderProps['navigate'] = (href, { replace }) => void router.navigate({ href, replace })
  // The client that page guards use. A tab that is pinned to one organization has its own client.
  const client = onServer || props.organizationId ? undefined : browserClient({ ...props, navigate })
  return (
    <Provider client={client} {...props} navigate={navigate} Link={Link}>
      <Invalidation />
      {children}
    </Provider>
  )
}

let shared: AuthClient | undefined

/** One client for the whole page: created by its provider, and used by page guards. */
function browserClient(props: Omit<ProviderProps, 'children'> = {}): AuthClient {
  shared ??= props.client ?? createAuthClient(props)
  return shared
}

const Link = ({ href, ...props }: LinkProps) => <RouterLink to={href} {...props} />

function Invalidation(): ReactNode {
  const client = useAuthClient()
  const router = useRouter()
  useEffect(
    () =>
      onOwnerChange(client, () => {
        router.clearCache()
        // The code that caused the change may navigate right away.
        setTimeout(() => router.invalidate())
      }),
    [client, router],
  )
  return null
}

/**
 * A loader that returns the session for `<AuthProvider initialAuth>`. In browsers it returns nothing, because the provider
 * knows more.
 */
export const authLoader = async (): Promise<SessionPayload | undefined> => onServer?.readAuth()

/** What a page guard adds to the route's context. */
export interface UserContext {
  user: SessionUser
}

/** A `beforeLoad` of a route. */
export type BeforeLoad = (context: { location: { href: string } }) => Promise<UserContext>

/**
 * Shows a page only to users who meet a requirement: `beforeLoad: ensureAccess({ role: 'admin' })`. Visitors are redirected to
 * the sign-in page and back. It only decides what is shown, because it also runs in the browser: check protected data in the
 * server function that reads it.
 */
export const ensureAccess =
  (requirement: Requirement): BeforeLoad =>
  async ({ location }) => {
    if (onServer) return { user: onServer.readUser(requirement, location.href) }
    try {
      const { user } = await requireAuth(browserClient(), { ...requirement, request: { url: location.href } })
      return { user }
    } catch (error) {
      throw error instanceof AuthRedirect ? redirect({ href: error.to }) : error
    }
  }

/** Shows a page only to signed-in users: `beforeLoad: ensureUser`, which adds `user` to the route's context. */
export const ensureUser: BeforeLoad = ensureAccess({})

/** The result of {@link flowRoute}: options of a file route. */
export interface FlowRoute {
  loader(context: { location: { pathname: string; searchStr: string } }): Promise<FlowPayload | undefined>
  gcTime: number
  component: () => ReactNode
}

type FlowComponent = ComponentType<{ initialFlow?: FlowPayload }>

/** A flow page: `createFileRoute('/sign-in')(flowRoute('sign-in', SignIn))`, with a component of `@latchkey/react/ui`. */
export const flowRoute = (kind: FlowKind, Flow: FlowComponent): FlowRoute => routeOf(() => [kind, Flow])

const PAGES: Record<string, [FlowKind, FlowComponent]> = {
  'sign-in': ['sign-in', SignIn],
  'sign-up': ['sign-up', SignUp],
  'forgot-password': ['reset-password', ForgotPassword],
  'reset-password': ['reset-password', ResetPassword],
  invite: ['invitation', AcceptInvitation],
}

/**
 * The pages of all flows, for the catch-all route: `createFileRoute('/$')(authPages())` in `src/routes/$.tsx`. They are
 * `/sign-in`, `/sign-up`, `/forgot-password`, `/reset-password` and `/invite`. A route of the app with the same path takes
 * precedence. Every other path is a 404.
 */
export const authPages = (): FlowRoute =>
  routeOf((pathname) => PAGES[pathname.slice(pathname.lastIndexOf('/') + 1)])

function routeOf(pageOf: (pathname: string) => [FlowKind, FlowComponent] | undefined): FlowRoute {
  return {
    async loader({ location: { pathname, searchStr } }) {
      const [kind] = pageOf(pathname) ?? []
      if (kind === undefined) throw notFound()
      // In browsers the component requests the flow.
      return onServer?.readFlow({ kind, search: searchStr })
    },
    // A flow is for one visit.
    gcTime: 0,
    component: function FlowPage() {
      const { pathname } = useMatch({ strict: false })
      const initialFlow = useLoaderData({ strict: false }) as FlowPayload | undefined
      const [, Flow] = pageOf(pathname) ?? []
      return Flow && <Flow key={pathname} initialFlow={initialFlow} />
    },
  }
}
