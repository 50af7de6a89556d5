import type { ReactNode } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { Field } from '../field.tsx'
import { PasswordField } from '../password-field.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** What an account needs. `fixed` shows an address that cannot be changed, such as an invitation's. */
export function NewAccountFields(props: { flow: FlowHandle; email?: string; fixed?: boolean }): ReactNode {
  const { flow, email, fixed } = props
  const { fields } = flow.errors
  const { part } = useUi()
  const t = useFlowText()
  return (
    <>
      <div {...part('pair')}>
        <Field
          name="firstName"
          label={t('firstName')}
          autoComplete="given-name"
          defaultValue={flow.values.firstName}
          error={fields.firstName}
        />
        <Field
          name="lastName"
          label={t('lastName')}
          autoComplete="family-name"
          defaultValue={flow.values.lastName}
          error={fields.lastName}
        />
      </div>
      <Field
        name="email"
        type="email"
        label={t('email')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        readOnly={fixed}
        defaultValue={email}
        error={fields.email}
      />
      <PasswordField
        name="password"
        label={t('password')}
        autoComplete="new-password"
        error={fields.password}
      />
    </>
  )
}
