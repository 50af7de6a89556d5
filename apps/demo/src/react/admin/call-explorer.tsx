import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react'
import { type Exchange, manage } from './management.ts'

/** Calls any operation of the API client, with its parameters as JSON. */
export function CallExplorer({
  onExchanges,
}: {
  onExchanges: (exchanges: readonly Exchange[]) => void
}): ReactNode {
  const id = useId()
  const [operations, setOperations] = useState<readonly string[]>([])
  const [result, setResult] = useState('')
  useEffect(() => {
    fetch('/api/admin')
      .then((response) => response.json())
      .then(({ operations = [] }) => setOperations(operations))
      .catch(() => setResult('The server could not be reached.'))
  }, [])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const params = parse(String(form.get('params')))
    if (params === undefined) return setResult('The parameters are not a JSON object.')
    const { exchanges, ...rest } = await manage(String(form.get('operation')), params)
    onExchanges(exchanges)
    setResult(JSON.stringify(rest, null, 2))
  }

  return (
    <section className="sheet">
      <h2>Any call</h2>
      <form className="form" onSubmit={submit}>
        <label htmlFor={`${id}-operation`}>
          Operation
          <select id={`${id}-operation`} name="operation">
            {operations.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label htmlFor={`${id}-params`}>
          Parameters
          <textarea id={`${id}-params`} name="params" rows={4} spellCheck={false} defaultValue="{}" />
        </label>
        <button type="submit" className="button">
          Call
        </button>
      </form>
      <output className="answer" aria-live="polite">
        {result}
      </output>
    </section>
  )
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
