import { type ReactNode, useRef } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Tells screen readers that an email was sent again. Errors are announced where they are shown. It stays mounted from step to step. */
export function LiveRegion({ flow }: { flow: FlowHandle }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  const sent = useRef(flow.resendAt)
  const { error, status, resendAt, submission } = flow
  const again = resendAt !== null && sent.current !== null && sent.current !== resendAt
  const text = !error && status === 'idle' && again ? t('sent') : ''
  if (status === 'idle' && sent.current === null) sent.current = resendAt
  return (
    <p {...part('live')} role="status" aria-live="polite">
      {/* The same words twice are no change, and no change is not spoken. */}
      {text && text + (submission % 2 ? '\u00a0' : '')}
    </p>
  )
}
