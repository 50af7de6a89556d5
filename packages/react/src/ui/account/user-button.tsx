import { displayName } from '@latchkey/core/text'
import { type ReactNode, useRef } from 'react'
import { useUser } from '../../use-user.ts'
import { Avatar } from '../avatar.tsx'
import { SignOutButton } from '../sign-out-button.tsx'
import { Surface, type SurfaceProps } from '../surface.tsx'
import { useDismiss } from '../use-dismiss.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/** Props of {@link UserButton}. */
export interface UserButtonProps extends SurfaceProps {
  /** The URL of the account page. Default `/account`; `null` to omit the link. */
  accountUrl?: string | null
  /** Your own links or buttons, above "Sign out". */
  children?: ReactNode
}

/** The signed-in user's picture, with a menu. Renders nothing while no user is signed in. */
export const UserButton = /* @__PURE__ */ withRef(function UserButton({
  accountUrl = '/account',
  children,
  ...surface
}: UserButtonProps): ReactNode {
  const { user } = useUser()
  const menu = useRef<HTMLDetailsElement>(null)
  const t = useAccountText()
  const { part, Link } = useUi()
  useDismiss(menu)
  if (!user) return null
  return (
    <Surface part="user-button" {...surface}>
      <details {...part('menu')} ref={menu}>
        <summary {...part('menu-button')} aria-label={`${t('account')}: ${displayName(user)}`}>
          <Avatar user={user} />
        </summary>
        <div {...part('popover')}>
          <p {...part('row-text')}>
            <strong {...part('row-title')}>{displayName(user)}</strong>
            <small {...part('row-detail')}>{user.email}</small>
          </p>
          {accountUrl !== null && (
            <Link {...part('menu-item')} href={accountUrl}>
              {t('manageAccount')}
            </Link>
          )}
          {children}
          <SignOutButton look="quiet">{t('signOut')}</SignOutButton>
        </div>
      </details>
    </Surface>
  )
})
