import { fieldLabel, type InvitationStep, nameFields, type StartStep } from '@latchkey/core'
import type { ReactNode } from 'react'
import { useAppearance } from '../../auth-context.ts'
import type { FlowHandle } from '../../use-flow.ts'
import { CheckField } from '../check-field.tsx'
import { Field } from '../field.tsx'
import { PasswordField } from '../password-field.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** The inputs for a new account. `fixed` is an email address that cannot be changed, such as that of an invitation. */
export function NewAccountFields(props: {
  flow: FlowHandle
  step: StartStep | InvitationStep
  email?: string
  fixed?: boolean
}): ReactNode {
  const { flow, step, email, fixed } = props
  const { fields } = flow.errors
  const { part } = useUi()
  const { locale } = useAppearance()
  const t = useFlowText()
  const names = nameFields(step.signUpNames)
  return (
    <>
      {names.length > 0 && (
        <div {...part('pair')}>
          {names.map(({ name, ...field }) => (
            <Field
              key={name}
              name={name}
              label={t(name)}
              {...field}
              defaultValue={flow.values[name]}
              error={fields[name]}
            />
          ))}
        </div>
      )}
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
        rules={step.passwordRules}
        error={fields.password}
      />
      {step.signUpFields?.map((own) => {
        const { name, type, required, autoComplete = 'off' } = own
        const field = { name, required, label: fieldLabel(own, locale?.tag), error: fields[name] }
        return type === 'checkbox' ? (
          <CheckField key={name} {...field} defaultChecked={Boolean(flow.values[name])} />
        ) : (
          <Field key={name} {...field} {...{ type, autoComplete }} defaultValue={flow.values[name]} />
        )
      })}
    </>
  )
}
