import type { ReactNode } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Announces that an email was resent. Errors are announced where they are shown. It stays mounted between steps. */
export function LiveRegion({ flow }: { flow: FlowHandle }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  const { resent } = flow
  return (
    <p {...part('live')} role="status" aria-live="polite">
      {/* Repeating the same text is not a change, and would not be announced. */}
      {wasJustSent(flow) && t('sent') + (resent % 2 ? '' : '\u00a0')}
    </p>
  )
}

/** Whether nothing has happened since the email was resent. */
export const wasJustSent = ({ resent, error, status }: FlowHandle): boolean =>
  resent > 0 && !error && status === 'idle'
