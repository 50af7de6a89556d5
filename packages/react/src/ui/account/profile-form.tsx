import type { ReactNode } from 'react'
import { useUser } from '../../use-user.ts'
import { ActionMessage } from '../action-message.tsx'
import { Field } from '../field.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/** Changes the user's name. */
export const ProfileForm = /* @__PURE__ */ withRef(function ProfileForm(props: SurfaceProps): ReactNode {
  const { user, update } = useUser()
  const t = useAccountText()
  const { part } = useUi()
  const action = useAction(({ firstName = '', lastName = '' }) => update({ firstName, lastName }))
  if (!user) return null
  return (
    <Panel {...props} title={t('profile')}>
      {/* Another user gets another form. */}
      <form {...part('stack')} key={user.id} {...action.form('update-profile')}>
        <div {...part('pair')}>
          <Field
            name="firstName"
            label={t('firstName')}
            autoComplete="given-name"
            defaultValue={user.firstName ?? ''}
          />
          <Field
            name="lastName"
            label={t('lastName')}
            autoComplete="family-name"
            defaultValue={user.lastName ?? ''}
          />
        </div>
        <div {...part('actions')}>
          <SubmitButton pending={action.pending}>{t('save')}</SubmitButton>
          <ActionMessage state={action} done={t('saved')} />
        </div>
      </form>
    </Panel>
  )
})
