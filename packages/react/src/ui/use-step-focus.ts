import type { FlowError } from '@latchkey/core'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** Runs before the browser paints. React 18 warns about it on a server, where neither runs. */
const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect

/** Moves the focus to the first input of a new step, or to the input with the error. */
export function useStepFocus(
  root: RefObject<HTMLElement | null>,
  step: string,
  error: FlowError | undefined,
): void {
  const seen = useRef({ step, error })
  useBeforePaint(() => {
    const before = seen.current
    seen.current = { step, error }
    // After a page load, the focus stays where the browser put it.
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
