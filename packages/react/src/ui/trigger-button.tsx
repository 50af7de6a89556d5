import { cloneElement, type ReactElement, type ReactNode } from 'react'
import { SubmitButton, type SubmitButtonProps } from './submit-button.tsx'
import { withRef } from './with-ref.ts'

/** How a trigger renders. Without either it is a button of ours. */
export interface TriggerProps extends SubmitButtonProps {
  /** Gives the behavior of the trigger to its only child, without a button around it. */
  asChild?: boolean
  /** Renders the trigger; spread what it gets on the element. */
  render?(props: { onClick(): void; children: ReactNode }): ReactNode
}

/** A button that does one thing, or whatever element the app wants to do it. */
export const TriggerButton = /* @__PURE__ */ withRef(function TriggerButton(
  props: TriggerProps & { onTrigger(): void; label: string; children?: ReactNode },
): ReactNode {
  const { asChild, render, onTrigger, label, children, ...button } = props
  const text = children ?? label
  if (render) return render({ onClick: onTrigger, children: text })
  if (asChild) return cloneElement(children as ReactElement<{ onClick(): void }>, { onClick: onTrigger })
  return (
    <SubmitButton data-lk="" {...button} type="button" onClick={onTrigger}>
      {text}
    </SubmitButton>
  )
})
