import type { OrganizationEntry, Result } from '@latchkey/core'
import { type ReactNode, useState } from 'react'
import { type OrganizationActions, useOrganization } from '../../use-organization.ts'
import { ActionMessage } from '../action-message.tsx'
import { Confirm } from '../confirm.tsx'
import { Field } from '../field.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

interface PartProps {
  organization: OrganizationEntry
  actions: OrganizationActions
  /** Called when the user is no longer in the organization. */
  onGone(): void
}

/**
 * The forms disappear with the organization, so the focus moves to the message that replaces them, not to the top of the page.
 */
const takeFocus = (element: HTMLElement | null) => element?.focus()

/** Runs a change that removes the user from the organization. */
async function going(change: Promise<Result<null>>, onGone: () => void): Promise<Result<null>> {
  const result = await change
  if (result.ok) onGone()
  return result
}

/** Renames, leaves or deletes the active organization, and links to its Admin Portal. Shows only what the app allows. */
export const OrganizationSettings = /* @__PURE__ */ withRef(function OrganizationSettings(
  props: SurfaceProps,
): ReactNode {
  const { organization, ...actions } = useOrganization()
  const t = useAccountText()
  const { part } = useUi()
  const [isGone, setGone] = useState(false)
  // The email domains have their own component.
  const may = organization?.may?.filter((action) => action !== 'domains') ?? []
  if (!organization && isGone)
    return (
      <Panel {...props} title={t('organization')}>
        <p {...part('message', 'done')} role="status" tabIndex={-1} ref={takeFocus}>
          {t('done')}
        </p>
      </Panel>
    )
  if (!organization || may.length === 0) return null
  const onGone = () => setGone(true)
  const shown = { organization, actions, onGone }
  return (
    <Panel {...props} title={t('organization')}>
      {may.includes('rename') && <RenameForm key={organization.id} {...shown} />}
      {may.includes('portal') && <PortalLink key={`${organization.id}p`} {...shown} />}
      {may.includes('leave') && <Leave {...shown} />}
      {may.includes('delete') && <DeleteForm key={`${organization.id}d`} {...shown} />}
    </Panel>
  )
})

function RenameForm({ organization, actions }: PartProps): ReactNode {
  const t = useAccountText()
  const { part } = useUi()
  const action = useAction(({ name = '' }) => actions.rename(name))
  const { error } = action
  return (
    <form {...part('stack')} {...action.form('rename-organization')}>
      <Field
        name="name"
        label={t('organizationName')}
        autoComplete="organization"
        maxLength={100}
        required
        defaultValue={organization.name}
        error={error?.field === 'name' ? error : undefined}
      />
      <div {...part('actions')}>
        <SubmitButton pending={action.pending}>{t('save')}</SubmitButton>
        <ActionMessage state={action} done={t('saved')} />
      </div>
    </form>
  )
}

function PortalLink({ actions }: PartProps): ReactNode {
  const t = useAccountText()
  const { part } = useUi()
  const [link, setLink] = useState<string>()
  const action = useAction(async () => {
    const result = await actions.openPortal({ intent: 'sso', returnTo: location.pathname })
    if (result.ok) setLink(result.value.link)
    return result
  })
  return (
    <form {...part('stack')} {...action.form('open-portal')}>
      <div {...part('actions')}>
        <SubmitButton look="secondary" pending={action.pending}>
          {t('setUpSso')}
        </SubmitButton>
        {link && (
          <a {...part('link')} href={link}>
            {t('openSetup')}
          </a>
        )}
        <ActionMessage state={action} />
      </div>
    </form>
  )
}

function Leave({ organization, actions, onGone }: PartProps): ReactNode {
  const t = useAccountText()
  const { part } = useUi()
  const action = useAction(() => going(actions.leave(), onGone))
  const label = `${t('leaveOrganization')}: ${organization.name}`
  return (
    <div {...part('actions')}>
      <Confirm
        text={t('leaveOrganization')}
        label={label}
        action={label}
        pending={action.pending}
        onConfirm={() => action.start()}
      />
      <ActionMessage state={action} />
    </div>
  )
}

function DeleteForm({ organization, actions, onGone }: PartProps): ReactNode {
  const t = useAccountText()
  const { part } = useUi()
  const action = useAction(({ name = '' }) => going(actions.deleteOrganization(name), onGone))
  const { error } = action
  return (
    <form {...part('stack')} aria-label={t('deleteOrganization')} {...action.form('delete-organization')}>
      <p {...part('text')}>{t('deleteOrganizationText', { name: organization.name })}</p>
      <Field
        name="name"
        label={t('organizationName')}
        autoComplete="off"
        required
        error={error?.field === 'name' ? error : undefined}
      />
      <div {...part('actions')}>
        <SubmitButton look="danger" pending={action.pending}>
          {t('deleteOrganization')}
        </SubmitButton>
        <ActionMessage state={action} />
      </div>
    </form>
  )
}
