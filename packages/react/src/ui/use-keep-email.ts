import { type RefObject, useEffect } from 'react'
import type { FlowHandle } from '../use-flow.ts'

/** Remembers the typed email address when a link of the card leads to another flow, so that it need not be typed again. */
export function useKeepEmail(step: RefObject<HTMLElement | null>, { keepEmail }: FlowHandle): void {
  useEffect(() => {
    // The links are in the step and below it.
    const card = step.current?.parentElement
    function keep({ target }: Event) {
      const input = card?.querySelector<HTMLInputElement>('input[name=email]')
      if (input?.value && (target as Element).closest('a')) keepEmail(input.value)
    }
    card?.addEventListener('click', keep, { capture: true })
    return () => card?.removeEventListener('click', keep, { capture: true })
  }, [step, keepEmail])
}
