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

/** Props of {@link AuthProvider}: those of `@latchkey/react`, without what comes from the router. */
export type AuthProviderProps = Omit<ProviderProps, 'navigate' | 'Link'>

/**
 * Gives the components and hooks below it one session, and moves the page by the router. When another user or none is signed
 * in, or another organization is open, the router forgets what it has loaded and asks the server again.
 */
export function AuthProvider({ children, ...props }: AuthProviderProps): ReactNode {
  const router = useRouter()
  const navigate: ProviderProps['navigate'] = (href, { replace }) => void router.navigate({ href, replace })
  // The one that guards of pages ask. A tab that stays in one organization has its own client.
  const client = onServer || props.organizationId ? undefined : browserClient({ ...props, navigate })
  return (
    <Provider client={client} {...props} navigate={navigate} Link={Link}>
      <Invalidation />
      {children}
    </Provider>
  )
}

let shared: AuthClient | undefined

/** One for the whole page: its provider makes it, and guards of pages ask it. */
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
        // What made the change may go to another page right away.
        setTimeout(() => router.invalidate())
      }),
    [client, router],
  )
  return null
}

/** The session for `<AuthProvider initialAuth>`, as a loader. In browsers the provider knows more, so it finds nothing. */
export const authLoader = async (): Promise<SessionPayload | undefined> => onServer?.readAuth()

/** What a guard of a page gives to the route's context. */
export interface UserContext {
  user: SessionUser
}

/** A `beforeLoad` of a route. */
export type BeforeLoad = (context: { location: { href: string } }) => Promise<UserContext>

/**
 * Shows a page to users who meet a requirement: `beforeLoad: ensureAccess({ role: 'admin' })`. Visitors sign in and come back.
 * It decides what is shown, in the browser too; what is protected is checked where it is read, in a server function.
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

/** Shows a page to signed-in users: `beforeLoad: ensureUser`, which adds `user` to the route's context. */
export const ensureUser: BeforeLoad = ensureAccess({})

/** What {@link flowRoute} makes: options of a file route. */
export interface FlowRoute {
  loader(context: { location: { pathname: string; searchStr: string } }): Promise<FlowPayload | undefined>
  gcTime: number
  component: () => ReactNode
}

type FlowComponent = ComponentType<{ initialFlow?: FlowPayload }>

/** A route with a form: `createFileRoute('/sign-in')(flowRoute('sign-in', SignIn))`, with a component of `@latchkey/react/ui`. */
export const flowRoute = (kind: FlowKind, Flow: FlowComponent): FlowRoute => routeOf(() => [kind, Flow])

const PAGES: Record<string, [FlowKind, FlowComponent]> = {
  'sign-in': ['sign-in', SignIn],
  'sign-up': ['sign-up', SignUp],
  'forgot-password': ['reset-password', ForgotPassword],
  'reset-password': ['reset-password', ResetPassword],
  invite: ['invitation', AcceptInvitation],
}

/**
 * The pages of all flows, for the route that takes what no other does: `createFileRoute('/$')(authPages())` in
 * `src/routes/$.tsx`. They are `/sign-in`, `/sign-up`, `/forgot-password`, `/reset-password` and `/invite`; one that has a
 * route of its own counts more. Every other path is not found.
 */
export const authPages = (): FlowRoute =>
  routeOf((pathname) => PAGES[pathname.slice(pathname.lastIndexOf('/') + 1)])

function routeOf(pageOf: (pathname: string) => [FlowKind, FlowComponent] | undefined): FlowRoute {
  return {
    async loader({ location: { pathname, searchStr } }) {
      const [kind] = pageOf(pathname) ?? []
      if (kind === undefined) throw notFound()
      // In browsers the component begins by itself.
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
