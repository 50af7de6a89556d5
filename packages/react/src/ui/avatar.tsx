import type { SessionUser } from '@latchkey/core'
import { displayName, initialOf } from '@latchkey/core/text'
import type { ReactNode } from 'react'
import { useUi } from './use-ui.ts'

type AvatarUser = Pick<SessionUser, 'email' | 'firstName' | 'lastName' | 'profilePictureUrl'>

/** A user's picture, or the first letter of the name. */
export function Avatar({ user }: { user: AvatarUser }): ReactNode {
  const { part } = useUi()
  return user.profilePictureUrl?.startsWith('https:') ? (
    <img {...part('avatar')} src={user.profilePictureUrl} alt="" width="32" height="32" />
  ) : (
    <span {...part('avatar')} aria-hidden="true">
      {initialOf(displayName(user))}
    </span>
  )
}
