import { type FormEvent, type ReactNode, useId } from 'react'
import type { FormField } from './resources.ts'

/** A form of a few fields. Empty ones are left out of what it submits. */
export function ResourceForm(props: {
  fields: readonly FormField[]
  submit: string
  layout?: 'row' | 'column'
  onSubmit: (values: Record<string, string | number>) => void
  children?: ReactNode
}): ReactNode {
  const id = useId()
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const entries = [...new FormData(event.currentTarget)].filter(([, value]) => value !== '')
    const isNumber = (name: string) =>
      props.fields.some((field) => field.name === name && field.type === 'number')
    props.onSubmit(
      Object.fromEntries(
        entries.map(([name, value]) => [name, isNumber(name) ? Number(value) : String(value)]),
      ),
    )
    if (props.layout !== 'row') event.currentTarget.reset()
  }
  return (
    <form className={props.layout === 'row' ? 'form-row' : 'form'} onSubmit={submit}>
      {props.fields.map(({ name, label, type = 'text', required }) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {label}
          <input id={`${id}-${name}`} name={name} type={type} required={required} autoComplete="off" />
        </label>
      ))}
      <button type="submit" className="button quiet">
        {props.submit}
      </button>
      {props.children}
    </form>
  )
}
