import type { ReactNode } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Tells screen readers that an email was sent again. Errors are announced where they are shown. It stays mounted from step to step. */
export function LiveRegion({ flow }: { flow: FlowHandle }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  const { resent } = flow
  return (
    <p {...part('live')} role="status" aria-live="polite">
      {/* The same words twice are no change, and no change is not spoken. */}
      {wasJustSent(flow) && t('sent') + (resent % 2 ? '' : '\u00a0')}
    </p>
  )
}

/** Nothing has happened since the email was sent again. */
export const wasJustSent = ({ resent, error, status }: FlowHandle): boolean =>
  resent > 0 && !error && status === 'idle'
