import { initialOf } from '@latchkey/core/text'
import { type ReactNode, useRef } from 'react'
import { useAuthContext } from '../../auth-context.ts'
import { useAuth } from '../../use-auth.ts'
import { useOrganizationList } from '../../use-organization-list.ts'
import { ActionMessage } from '../action-message.tsx'
import { ListView } from '../list-view.tsx'
import { Surface, type SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useDismiss } from '../use-dismiss.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/** Props of {@link OrganizationSwitcher}. */
export interface OrganizationSwitcherProps extends SurfaceProps {
  /** Where to go after switching, for example to the organization's own pages. Default: the page stays the same. */
  afterSwitchUrl?: string | ((organizationId: string) => string)
  /**
   * The URL of the page where the user creates an organization. The link is shown only if the app allows the user to create
   * one.
   */
  createUrl?: string
}

/** Shows the active organization, and switches to another one. */
export const OrganizationSwitcher = /* @__PURE__ */ withRef(function OrganizationSwitcher({
  afterSwitchUrl,
  createUrl,
  ...surface
}: OrganizationSwitcherProps): ReactNode {
  const { client } = useAuthContext()
  const { isSignedIn } = useAuth()
  const { organizations, setActive, isSwitching, canCreate } = useOrganizationList()
  const menu = useRef<HTMLDetailsElement>(null)
  const t = useAccountText()
  const { part, Link } = useUi()
  const action = useAction(async ({ id = '' }) => {
    const result = await setActive(id)
    if (!result.ok) return result
    if (menu.current) menu.current.open = false
    const url = typeof afterSwitchUrl === 'function' ? afterSwitchUrl(id) : afterSwitchUrl
    if (url) client.navigate(url)
    return result
  })
  useDismiss(menu)
  if (!isSignedIn) return null
  const current = organizations.data.find((entry) => entry.current)
  return (
    <Surface part="switcher" busy={isSwitching} {...surface}>
      <details {...part('menu')} ref={menu}>
        <summary {...part('menu-button')}>
          <span {...part('live')}>{t('organization')}: </span>
          {organizations.isLoading && !current ? (
            <span {...part('menu-name', 'loading')}>
              <span {...part('live')}>{t('loading')}</span>
            </span>
          ) : (
            <span {...part('menu-name')}>{current?.name ?? (organizations.error ? '…' : t('personal'))}</span>
          )}
        </summary>
        <div {...part('popover')}>
          <ListView list={organizations} label={t('organizationTitle')} empty={t('personal')}>
            {(entry) => (
              <button
                {...part('choice')}
                type="button"
                aria-current={entry.current || undefined}
                onClick={() => action.start({ id: entry.id })}
              >
                <span {...part('avatar')} aria-hidden="true">
                  {initialOf(entry.name)}
                </span>
                <span {...part('choice-name')}>{entry.name}</span>
              </button>
            )}
          </ListView>
          {createUrl && canCreate && (
            <Link {...part('choice')} href={createUrl}>
              {t('createOrganization')}
            </Link>
          )}
          <ActionMessage state={action} />
        </div>
      </details>
    </Surface>
  )
})
