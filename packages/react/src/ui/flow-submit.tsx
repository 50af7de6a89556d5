import type { FlowAction } from '@latchkey/core'
import type { ReactNode } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { SubmitButton, type SubmitButtonProps } from './submit-button.tsx'
import { useFlowText } from './use-text.ts'

/** Props of {@link FlowSubmit}. */
export interface FlowSubmitProps extends Omit<SubmitButtonProps, 'pending' | 'waiting' | 'ref'> {
  flow: FlowHandle
  /** The action that the button submits. */
  action: FlowAction
  /** Submits this action instead of the form's, to its own route. */
  instead?: boolean
}

/** Submits a step's form. While the handler requires a wait, the main button counts down and nothing is sent. */
export function FlowSubmit({ flow, action, instead, children, ...button }: FlowSubmitProps): ReactNode {
  const t = useFlowText()
  const seconds = flow.retrySecondsLeft
  const isMain = (button.look ?? 'primary') === 'primary'
  return (
    <SubmitButton
      {...button}
      {...(instead && { formAction: flow.actionUrl(action), 'data-lk-action': action })}
      pending={flow.status === 'pending' && flow.action === action}
      waiting={seconds > 0}
    >
      {seconds > 0 && isMain ? t('retryIn', { seconds }) : children}
    </SubmitButton>
  )
}
