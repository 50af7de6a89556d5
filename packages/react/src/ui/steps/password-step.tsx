import type { PasswordStep as Password } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { LastUsed } from '../last-used.tsx'
import { PasswordField } from '../password-field.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useLastUsed } from '../use-last-used.ts'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** Asks for the password of an email address that is already known. */
export function PasswordStep({ flow, step }: { flow: FlowHandle; step: Password }): ReactNode {
  const id = useId()
  const t = useFlowText()
  const { part, Link, urls } = useUi()
  const lastUsed = useLastUsed()
  return (
    <>
      <StepHeading flow={flow} id={id}>
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
        <FlowSubmit flow={flow} action="password" aria-describedby={lastUsed('password')}>
          {t('signIn')}
          <LastUsed id={lastUsed('password')} />
        </FlowSubmit>
        {step.methods.includes('code') && (
          <FlowSubmit
            flow={flow}
            action="send-code"
            instead
            look="secondary"
            formNoValidate
            aria-describedby={lastUsed('code')}
          >
            {t('sendCode')}
            <LastUsed id={lastUsed('code')} />
          </FlowSubmit>
        )}
      </FlowForm>
      {step.methods.includes('sso') && (
        <a
          {...part('provider')}
          href={flow.authorizeUrl({ email: step.email })}
          aria-describedby={lastUsed('sso')}
        >
          {t('sso')}
          <LastUsed id={lastUsed('sso')} />
        </a>
      )}
    </>
  )
}

/** Tells password managers which account the password belongs to. It is hidden, because the heading names the email address. */
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
