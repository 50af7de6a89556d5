import { type ReactNode, useRef } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { useErrorText, useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** The one place from which a flow speaks to screen readers. It stays on the page from step to step. */
export function LiveRegion({ flow }: { flow: FlowHandle }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  const errorText = useErrorText()
  const sent = useRef(flow.resendAt)
  const { error, status, resendAt, submission } = flow
  let text = ''
  if (error) text = errorText(error)
  else if (status === 'idle' && resendAt !== null && sent.current !== null && sent.current !== resendAt)
    text = t('sent')
  if (status === 'idle' && sent.current === null) sent.current = resendAt
  // The same words twice are no change, and no change is not spoken.
  const again = submission % 2 ? '\u00a0' : ''
  return (
    <p {...part('live')} role="status" aria-live="polite">
      {text && text + again}
    </p>
  )
}
