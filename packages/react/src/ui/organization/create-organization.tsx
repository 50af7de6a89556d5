import type { ReactNode } from 'react'
import { useOrganizationList } from '../../use-organization-list.ts'
import { ActionMessage } from '../action-message.tsx'
import { Field } from '../field.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/** Creates an organization and switches to it. Rendered only if the app allows the user to create one. */
export const CreateOrganization = /* @__PURE__ */ withRef(function CreateOrganization(
  props: SurfaceProps,
): ReactNode {
  const { canCreate, create, setActive } = useOrganizationList()
  const t = useAccountText()
  const { part } = useUi()
  const action = useAction(async ({ name = '' }) => {
    const created = await create(name)
    // An organization that requires another sign-in method stays in the list.
    if (created.ok) await setActive(created.value.id)
    return created
  })
  if (!canCreate) return null
  const { error } = action
  return (
    <Panel {...props} title={t('createOrganization')}>
      <form {...part('stack')} {...action.form('create-organization')}>
        <Field
          name="name"
          label={t('organizationName')}
          autoComplete="organization"
          maxLength={100}
          required
          error={error?.field === 'name' ? error : undefined}
        />
        <div {...part('actions')}>
          <SubmitButton pending={action.pending}>{t('createOrganization')}</SubmitButton>
          <ActionMessage state={action} done={t('done')} />
        </div>
      </form>
    </Panel>
  )
})
