import type { SessionUser } from '@latchkey/core'
import { initialOf } from '@latchkey/core/text'
import type { ReactNode } from 'react'
import { useUi } from './use-ui.ts'

type Person = Pick<SessionUser, 'email' | 'firstName' | 'lastName' | 'profilePictureUrl'>

/** What to call somebody: the name, or the address when there is none. */
export const nameOf = ({ firstName, lastName, email }: Person): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email

/** A user's picture, or the first letter of the name. */
export function Avatar({ user }: { user: Person }): ReactNode {
  const { part } = useUi()
  return user.profilePictureUrl?.startsWith('https:') ? (
    <img {...part('avatar')} src={user.profilePictureUrl} alt="" width="32" height="32" />
  ) : (
    <span {...part('avatar')} aria-hidden="true">
      {initialOf(nameOf(user))}
    </span>
  )
}
