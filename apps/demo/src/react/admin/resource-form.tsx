import { type FormEvent, type ReactNode, useId } from 'react'
import type { FormField } from './resources.ts'

/** What a form submits, by field. */
export type FormValues = Record<string, string | number | string[]>

/** A form of a few fields. Empty ones are left out of what it submits. */
export function ResourceForm(props: {
  fields: readonly FormField[]
  submit: string
  layout?: 'row' | 'column'
  onSubmit: (values: FormValues) => void
  children?: ReactNode
}): ReactNode {
  const id = useId()
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const entries = [...new FormData(event.currentTarget)].filter(([, value]) => value !== '')
    const typeOf = (name: string) => props.fields.find((field) => field.name === name)?.type
    props.onSubmit(
      Object.fromEntries(entries.map(([name, value]) => [name, readValue(String(value), typeOf(name))])),
    )
    if (props.layout !== 'row') event.currentTarget.reset()
  }
  return (
    <form className={props.layout === 'row' ? 'form-row' : 'form'} onSubmit={submit}>
      {props.fields.map(({ name, label, type = 'text', required }) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {label}
          <input
            id={`${id}-${name}`}
            name={name}
            type={type === 'list' ? 'text' : type}
            required={required}
            autoComplete="off"
          />
        </label>
      ))}
      <button type="submit" className="button quiet">
        {props.submit}
      </button>
      {props.children}
    </form>
  )
}

function readValue(text: string, type: FormField['type']): string | number | string[] {
  if (type === 'number') return Number(text)
  return type === 'list' ? text.split(',').map((one) => one.trim()) : text
}
