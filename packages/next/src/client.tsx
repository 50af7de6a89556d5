/**
 * The provider for the App Router. Its hooks and components are those of `@latchkey/react`.
 *
 * @module @latchkey/next/client
 */

import { routerPath } from '@latchkey/core'
import {
  type LinkProps,
  AuthProvider as Provider,
  type AuthProviderProps as ProviderProps,
  useAuthClient,
} from '@latchkey/react'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { changeOf } from './change.ts'

/** Props of {@link AuthProvider}: those of `@latchkey/react`, except those that Next provides. */
export type AuthProviderProps = Omit<ProviderProps, 'navigate' | 'Link'>

// Next replaces this name with its `basePath` during the build.
const APP_PATH = process.env.__NEXT_ROUTER_BASEPATH ?? ''

/** How the page is left after a session change. */
interface Leaving {
  hasToLoad: boolean
  hasLeft: boolean
}

/**
 * Provides one session to the components and hooks below it, and navigates with Next's router. Put it in the root layout, which
 * stays static. After a sign-in, the router reloads its data from the server, or the browser loads the next page. After a
 * sign-out, or a change of user or organization, the browser always reloads the page, so that nothing of the previous user
 * remains.
 */
export function AuthProvider({ children, ...props }: AuthProviderProps): ReactNode {
  const router = useRouter()
  const [leaving] = useState<Leaving>(() => ({ hasToLoad: false, hasLeft: false }))
  function navigate(to: string, { replace }: { replace: boolean }) {
    const path = routerPath(APP_PATH, to)
    if (!leaving.hasToLoad) return router[replace ? 'replace' : 'push'](path)
    leaving.hasLeft = true
    location[replace ? 'replace' : 'assign'](APP_PATH + path)
  }
  return (
    <Provider basePath={`${APP_PATH}/auth`} {...props} navigate={navigate} Link={Link}>
      <RouterSync leaving={leaving} />
      {children}
    </Provider>
  )
}

const Link = ({ href, ...props }: LinkProps) => <NextLink {...props} href={routerPath(APP_PATH, href)} />

function RouterSync({ leaving }: { leaving: Leaving }): ReactNode {
  const client = useAuthClient()
  const router = useRouter()
  useEffect(() => {
    let before = client.getState()
    let lastUserId = before.isSignedIn ? before.user.id : undefined
    return client.subscribe(() => {
      const after = client.getState()
      const change = changeOf(before, after, lastUserId)
      before = after
      if (after.isSignedIn) lastUserId = after.user.id
      if (change === undefined) return
      // Next shows an earlier page again in its old state, including one that redirected to the sign-in page.
      leaving.hasToLoad = true
      // The code that caused the change may navigate right away.
      setTimeout(() => {
        if (leaving.hasLeft) return
        if (change === 'load') location.reload()
        else router.refresh()
      })
    })
  }, [client, router, leaving])
  return null
}
