import type { PasswordStep as Password } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { PasswordField } from '../password-field.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** The password for an address that is already known. */
export function PasswordStep({ flow, step }: { flow: FlowHandle; step: Password }): ReactNode {
  const id = useId()
  const t = useFlowText()
  const { part, Link, urls } = useUi()
  return (
    <>
      <StepHeading id={id} title={t('passwordTitle')}>
        {step.email}
      </StepHeading>
      <FlowForm flow={flow} action="password" labelledBy={id}>
        <Username email={step.email} />
        <PasswordField
          name="password"
          label={t('password')}
          autoComplete="current-password"
          error={flow.errors.fields.password}
          aside={
            <Link {...part('link')} href={urls.forgotPasswordUrl}>
              {t('forgot')}
            </Link>
          }
        />
        <FormMessage flow={flow} />
        <FlowSubmit flow={flow} action="password">
          {t('signIn')}
        </FlowSubmit>
      </FlowForm>
    </>
  )
}

/** Tells password managers whose password it is. Not shown: the heading says it. */
export function Username({ email }: { email: string }): ReactNode {
  return (
    <input
      data-lk-part="username"
      name="email"
      type="email"
      autoComplete="username"
      value={email}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  )
}
