import type { ComponentProps, ReactNode } from 'react'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Props of {@link SubmitButton}. */
export interface SubmitButtonProps extends ComponentProps<'button'> {
  pending?: boolean
  /** The button cannot be used for now. Not `disabled`, which would take the focus away. */
  waiting?: boolean
  /** Use `primary` once per form, and less prominent looks for the other buttons. */
  look?: 'primary' | 'secondary' | 'quiet' | 'danger'
}

/** A submit button. It keeps its size and its focus while it is pending. */
export const SubmitButton = /* @__PURE__ */ withRef(function SubmitButton({
  pending,
  waiting,
  look = 'primary',
  children,
  ...rest
}: SubmitButtonProps): ReactNode {
  const { part, Button } = useUi()
  return (
    <Button
      type="submit"
      {...part('button', pending ? 'pending' : undefined)}
      data-lk-look={look}
      aria-disabled={pending || waiting || undefined}
      {...rest}
    >
      {children}
    </Button>
  )
})
