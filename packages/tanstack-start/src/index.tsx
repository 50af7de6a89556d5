/**
 * The provider for TanStack Start, and the routes of pages with forms. Hooks and components are those of `@latchkey/react`.
 *
 * @module @latchkey/tanstack-start
 */

import { type FlowKind, type FlowPayload, onOwnerChange } from '@latchkey/core'
import {
  type LinkProps,
  AuthProvider as Provider,
  type AuthProviderProps as ProviderProps,
  useAuthClient,
} from '@latchkey/react'
import { Link as RouterLink, useLoaderData, useRouter } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, useEffect } from 'react'

/** Props of {@link AuthProvider}: those of `@latchkey/react`, without what comes from the router. */
export type AuthProviderProps = Omit<ProviderProps, 'navigate' | 'Link'>

/**
 * Gives the components and hooks below it one session, and moves the page by the router. When another user or none is signed
 * in, or another organization is open, the router forgets what it has loaded and asks the server again.
 */
export function AuthProvider({ children, ...props }: AuthProviderProps): ReactNode {
  const router = useRouter()
  const navigate: ProviderProps['navigate'] = (href, { replace }) => void router.navigate({ href, replace })
  return (
    <Provider {...props} navigate={navigate} Link={Link}>
      <Invalidation />
      {children}
    </Provider>
  )
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

/** What {@link flowRoute} makes: options of a file route. */
export interface FlowRoute {
  loader(context: { location: { searchStr: string } }): Promise<FlowPayload | undefined>
  gcTime: number
  component: () => ReactNode
}

/**
 * A route with a form: `createFileRoute('/sign-in')(flowRoute('sign-in', getFlow, SignIn))`.
 *
 * @param getFlow The app's own server function over `readFlow`.
 * @param Flow A component of `@latchkey/react/ui`, such as `SignIn`.
 */
export function flowRoute(
  kind: FlowKind,
  getFlow: (options: { data: { kind: FlowKind; search: string } }) => Promise<FlowPayload | undefined>,
  Flow: ComponentType<{ initialFlow?: FlowPayload }>,
): FlowRoute {
  return {
    loader: ({ location }) => getFlow({ data: { kind, search: location.searchStr } }),
    // A flow is for one visit.
    gcTime: 0,
    component: function FlowPage() {
      return <Flow initialFlow={useLoaderData({ strict: false }) as FlowPayload | undefined} />
    },
  }
}
