import type { FlowError } from '@latchkey/core'
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Moves the focus to where the person goes on: the new step's first input, or the input with the error. */
export function useStepFocus(
  root: RefObject<HTMLElement | null>,
  step: string,
  error: FlowError | undefined,
): void {
  const seen = useRef({ step, error })
  useLayoutEffect(() => {
    const before = seen.current
    seen.current = { step, error }
    // A page that has just loaded keeps the focus where the browser put it.
    if (before.step === step && before.error === error) return
    const find = (selector: string) => root.current?.querySelector<HTMLElement>(selector)
    const target =
      before.step === step
        ? find('[aria-invalid=true]')
        : (find('input:not([type=hidden], [readonly])') ?? find('h1'))
    target?.focus()
    if (target instanceof HTMLInputElement && error) target.select()
  })
}
