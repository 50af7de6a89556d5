import type { ForgotSentStep, ForgotStep, InvitationStep, ResetStep, StartStep } from '@latchkey/core'
import type { ReactNode } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { FlowForm } from './flow-form.tsx'
import { CodeStep } from './steps/code-step.tsx'
import { CompleteStep, UnknownStep } from './steps/end-steps.tsx'
import { EnrollKey } from './steps/enroll-key.tsx'
import { MethodStep } from './steps/method-step.tsx'
import { OrganizationStep } from './steps/organization-step.tsx'
import { PasswordStep } from './steps/password-step.tsx'
import { PhoneStep } from './steps/phone-step.tsx'
import { SubmitButton } from './submit-button.tsx'
import { useFlowText } from './use-text.ts'

/** The first step of each flow, which its component renders itself. */
type FirstStep = StartStep | ForgotStep | ForgotSentStep | ResetStep | InvitationStep

/**
 * Renders the steps that all flows share. Exhaustive by type. A step that this version does not know is shown as unknown, and
 * so is the first step of another flow, which a component renders itself.
 */
export function StepView({ flow }: { flow: FlowHandle }): ReactNode {
  const t = useFlowText()
  const { step } = flow
  switch (step.name) {
    case 'password':
      return <PasswordStep flow={flow} step={step} />
    case 'code':
      return <CodeStep flow={flow} action="code" text={t('codeText', { email: step.email })} />
    case 'verify-email':
      return <CodeStep flow={flow} action="verify-email" text={t('codeText', { email: step.email })} />
    case 'challenge':
      return <CodeStep flow={flow} action="challenge" text={t('codeText', { email: step.sentTo })} />
    case 'phone':
      return <PhoneStep flow={flow} />
    case 'mfa-challenge':
      return (
        <>
          <CodeStep flow={flow} action="mfa-verify" text={t('mfaText')} />
          {step.factors.slice(1).map((factor) => (
            <FlowForm
              key={factor.id}
              flow={flow}
              action="mfa-challenge"
              values={{ factorId: factor.id }}
              layout="inline"
            >
              <SubmitButton look="quiet">{t('otherFactor')}</SubmitButton>
            </FlowForm>
          ))}
        </>
      )
    case 'mfa-enroll':
      return (
        <CodeStep flow={flow} action="mfa-verify" text={t('enrollText')}>
          <EnrollKey {...step} texts={{ qrCode: t('qrCode'), secret: t('secret') }} />
        </CodeStep>
      )
    case 'select-organization':
      return <OrganizationStep flow={flow} step={step} />
    case 'sso-required':
    case 'method-required':
      return <MethodStep flow={flow} step={step} />
    case 'complete':
      return <CompleteStep flow={flow} returnTo={step.returnTo} />
    case 'unknown':
      return <UnknownStep flow={flow} email={step.email} />
    default:
      step satisfies FirstStep
      return <UnknownStep flow={flow} email={flow.values.email} />
  }
}
