import type { ComponentProps, ReactNode } from 'react'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Props of {@link SubmitButton}. */
export interface SubmitButtonProps extends ComponentProps<'button'> {
  pending?: boolean
  /** Cannot be used for now. Not `disabled`, which would take the focus away. */
  waiting?: boolean
  /** `primary` once a form; others step back. */
  look?: 'primary' | 'secondary' | 'quiet' | 'danger'
}

/** A button that sends its form. It keeps its size and its focus while it waits. */
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
