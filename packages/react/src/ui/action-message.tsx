import type { ReactNode } from 'react'
import type { ActionState } from './use-action.ts'
import { useErrorText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** How an action went, spoken once. Its line is always there, so that nothing moves. */
export function ActionMessage({ state, done }: { state: ActionState; done?: string }): ReactNode {
  const { part } = useUi()
  const errorText = useErrorText()
  const { error } = state
  return (
    <p
      {...part('message', error ? 'error' : state.done ? 'done' : undefined)}
      role="status"
      aria-live="polite"
    >
      {error ? errorText(error) : state.done ? done : ''}
    </p>
  )
}
