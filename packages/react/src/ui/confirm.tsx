import { type ReactNode, useRef } from 'react'
import { SubmitButton } from './submit-button.tsx'
import { useDismiss } from './use-dismiss.ts'
import { useUi } from './use-ui.ts'

/** Asks for confirmation before an action that cannot be undone. Escape, or a click elsewhere, cancels. */
export function Confirm(props: {
  /** The text of the first button. */
  text: string
  /** The first button's name for screen readers: the action, and the item that it applies to. */
  label: string
  /** The text of the second button. */
  action: string
  pending: boolean
  onConfirm(): void
}): ReactNode {
  const { part } = useUi()
  const details = useRef<HTMLDetailsElement>(null)
  useDismiss(details)
  return (
    <details {...part('confirm')} ref={details}>
      <summary {...part('button')} data-lk-look="quiet" aria-label={props.label}>
        {props.text}
      </summary>
      <SubmitButton type="button" look="danger" pending={props.pending} onClick={props.onConfirm}>
        {props.action}
      </SubmitButton>
    </details>
  )
}
