import type { ReactNode } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { StepHeading } from '../step-heading.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** Done; the page is about to change, and a link is there in case it does not. */
export function CompleteStep({ flow, returnTo }: { flow: FlowHandle; returnTo: string }): ReactNode {
  const t = useFlowText()
  const { part } = useUi()
  const href = /^(\/(?!\/)|https?:)/.test(returnTo) ? returnTo : '/'
  return (
    <>
      <StepHeading title={t(flow.kind === 'reset-password' ? 'resetDone' : 'doneTitle')} />
      <a {...part('provider')} href={href}>
        {t('continue')}
      </a>
    </>
  )
}

/** A step this version does not know: says so, and leads back. */
export function UnknownStep({ flow, code }: { flow: FlowHandle; code: string }): ReactNode {
  const t = useFlowText()
  return (
    <>
      <StepHeading title={t('unknownTitle')}>{t('unknownText', { code })}</StepHeading>
      <FormMessage flow={flow} />
      <FlowForm flow={flow} action="back">
        <SubmitButton look="secondary" pending={flow.status === 'pending'}>
          {t('startOver')}
        </SubmitButton>
      </FlowForm>
    </>
  )
}
