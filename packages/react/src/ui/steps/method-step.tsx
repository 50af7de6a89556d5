import type { MethodRequiredStep, SsoRequiredStep } from '@latchkey/core'
import type { ReactNode } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { ProviderLinks } from '../oauth-buttons.tsx'
import { PasswordField } from '../password-field.tsx'
import { StepHeading } from '../step-heading.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { Username } from './password-step.tsx'

/** The organization restricts how its members sign in: with its own connection, or with certain methods. */
export function MethodStep(props: {
  flow: FlowHandle
  step: SsoRequiredStep | MethodRequiredStep
}): ReactNode {
  const { flow, step } = props
  const { email, connections } = step
  const t = useFlowText()
  const { part } = useUi()
  const sso = step.name === 'sso-required'
  const methods = sso ? [] : step.methods
  return (
    <>
      <StepHeading flow={flow}>{sso ? t('ssoText', { email }) : t('methodText')}</StepHeading>
      {connections.map(({ id }, index) => (
        <a
          key={id}
          {...part('provider')}
          data-lk-look="primary"
          href={flow.authorizeUrl({ connection: id, email })}
        >
          {t('sso')}
          {connections.length > 1 && ` ${index + 1}`}
        </a>
      ))}
      {!sso && <ProviderLinks flow={flow} providers={step.providers} />}
      {methods.includes('password') && (
        <FlowForm flow={flow} action="password">
          <Username email={email} />
          <PasswordField
            name="password"
            label={t('password')}
            autoComplete="current-password"
            error={flow.errors.fields.password}
          />
          <FlowSubmit flow={flow} action="password">
            {t('signIn')}
          </FlowSubmit>
        </FlowForm>
      )}
      {methods.includes('code') && (
        <FlowForm flow={flow} action="send-code" values={{ email }}>
          <FlowSubmit flow={flow} action="send-code" look="secondary">
            {t('sendCode')}
          </FlowSubmit>
        </FlowForm>
      )}
      {sso && step.isInferred && (
        <FlowForm flow={flow} action="identify" values={{ email }} layout="inline">
          <SubmitButton look="quiet">{t('methodTitle')}</SubmitButton>
        </FlowForm>
      )}
      <FormMessage flow={flow} />
    </>
  )
}
