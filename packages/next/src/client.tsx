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

/** Props of {@link AuthProvider}: those of `@latchkey/react`, without what comes from Next. */
export type AuthProviderProps = Omit<ProviderProps, 'navigate' | 'Link'>

// Next puts its `basePath` in place of this name while it builds.
const APP_PATH = process.env.__NEXT_ROUTER_BASEPATH ?? ''

/** How the page is left after a change of the session. */
interface Leaving {
  hasToLoad: boolean
  hasLeft: boolean
}

/**
 * Gives the components and hooks below it one session, and moves the page by Next's router. Put it into the root layout,
 * which stays static. After a sign-in the router asks the server again, or the browser loads the page that is next; after
 * a sign-out, another user or another organization the browser always loads the page, so that nothing of the former user
 * stays in it.
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
      // Next shows an earlier page again as it was, one that led to the sign-in page among them.
      leaving.hasToLoad = true
      // What made the change may go to another page right away.
      setTimeout(() => {
        if (leaving.hasLeft) return
        if (change === 'load') location.reload()
        else router.refresh()
      })
    })
  }, [client, router, leaving])
  return null
}
