import { cloneElement, type ReactElement, type ReactNode } from 'react'
import { SubmitButton, type SubmitButtonProps } from './submit-button.tsx'
import { withRef } from './with-ref.ts'

/** How a trigger renders. By default it is a button of this package. */
export interface TriggerProps extends SubmitButtonProps {
  /** Adds the trigger's behavior to its only child, without a button around it. */
  asChild?: boolean
  /** Renders the trigger. Spread the argument onto the element. */
  render?(props: { onClick(): void; children: ReactNode }): ReactNode
}

/** A button with one action, or any element that the app renders instead. */
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
