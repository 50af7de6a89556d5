import { ACCOUNT_FORMS, type AccountAction, type FlowError, type Result } from '@latchkey/core'
import { type FormEvent, useState } from 'react'
import { useAuthContext } from '../auth-context.ts'

/** The state of an action. */
export interface ActionState {
  pending: boolean
  error: FlowError | null
  done: boolean
}

/** Runs an action and keeps its result. Only one runs at a time. A refusal is shown, not thrown. */
export function useAction<T>(run: (input: Readonly<Record<string, string>>) => Promise<Result<T>>) {
  const { client } = useAuthContext()
  const [state, setState] = useState<ActionState>({ pending: false, error: null, done: false })
  async function start(input: Readonly<Record<string, string>> = {}): Promise<Result<T> | undefined> {
    if (state.pending) return
    setState({ pending: true, error: null, done: false })
    const result = await run(input)
    setState({ pending: false, error: result.ok ? null : result.error, done: result.ok })
    return result
  }
  return {
    ...state,
    start,
    /** The attributes of a form that starts the action. Before hydration, the browser posts the form to the handler. */
    form: (action: AccountAction) => ({
      method: 'post' as const,
      action: client.basePath + ACCOUNT_FORMS[action],
      onSubmit,
    }),
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const entries = [...new FormData(form)].map(([name, value]) => [name, String(value)])
    const result = await start(Object.fromEntries(entries))
    // Clears secrets from the page after they were used.
    if (result?.ok) for (const input of form.querySelectorAll('input[type=password]')) clear(input)
  }
}

function clear(input: Element) {
  ;(input as HTMLInputElement).value = ''
}
