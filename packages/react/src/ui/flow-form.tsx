import type { FlowAction } from '@latchkey/core'
import { type ReactNode, useCallback } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { HiddenInputs } from './hidden-inputs.tsx'
import { wasJustSent } from './live-region.tsx'
import { useAnnounced } from './use-announced.ts'
import { useErrorText, useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Props of {@link FlowForm}. */
export interface FlowFormProps {
  flow: FlowHandle
  action: FlowAction
  labelledBy?: string
  /** Additional hidden inputs. */
  values?: Readonly<Record<string, string>>
  /** `inline` for a form that is a button within text. */
  layout?: 'stack' | 'inline'
  children: ReactNode
}

/** A form of a flow. Submits as a plain form without JavaScript, and through the flow with it. */
export function FlowForm({ flow, action, labelledBy, values, layout = 'stack', children }: FlowFormProps) {
  const { part } = useUi()
  // With JavaScript the flow validates the form and explains errors; without it the browser does.
  const enhance = useCallback((form: HTMLFormElement | null) => {
    if (form) form.noValidate = true
  }, [])
  return (
    <form {...part(layout)} {...flow.form(action)} ref={enhance} aria-labelledby={labelledBy}>
      <HiddenInputs values={{ ...flow.hidden, ...values }} />
      {children}
    </form>
  )
}

/**
 * The error for the form as a whole, or the note that an email was resent. Its line is always reserved, so that nothing moves.
 */
export function FormMessage({ flow }: { flow: FlowHandle }): ReactNode {
  const { part } = useUi()
  const errorText = useErrorText()
  const t = useFlowText()
  const { form } = flow.errors
  const text = useAnnounced(form ? errorText(form) : undefined)
  const isSent = wasJustSent(flow)
  return (
    <p {...part('message', form ? 'error' : isSent ? 'done' : undefined)} aria-live="polite">
      {text}
      {/* Announced by the live region. */}
      {isSent && <span aria-hidden="true">{t('sent')}</span>}
    </p>
  )
}
