import { type FormEvent, type ReactNode, useId } from 'react'
import type { FormField, Row } from './resources.ts'

/** The submitted values of a form, by field. */
export type FormValues = Record<string, string | number | string[]>

/** A small form. Empty fields are not submitted. */
export function ResourceForm(props: {
  fields: readonly FormField[]
  submit: string
  /** The options of fields that select an organization. */
  organizations: readonly Row[]
  /** The initial values of the fields, by name. */
  values?: Readonly<Record<string, unknown>>
  layout?: 'row' | 'column'
  onSubmit: (values: FormValues) => void
}): ReactNode {
  const { fields, submit, organizations, values = {}, layout, onSubmit } = props
  const id = useId()
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    onSubmit(readForm(event.currentTarget, fields))
  }
  return (
    <form className={layout === 'row' ? 'form-row search' : 'form'} onSubmit={send}>
      {fields.map((field) => (
        <label key={field.name} htmlFor={`${id}-${field.name}`}>
          {field.label}
          <Control
            id={`${id}-${field.name}`}
            field={field}
            organizations={organizations}
            value={String(values[field.name] ?? field.value ?? '')}
          />
        </label>
      ))}
      <button type="submit" className={layout === 'row' ? 'button quiet' : 'button'}>
        {submit}
      </button>
    </form>
  )
}

function Control(props: {
  id: string
  field: FormField
  organizations: readonly Row[]
  value: string
}): ReactNode {
  const { id, field, organizations, value } = props
  const { name, type = 'text', options, required } = field
  const choices =
    type === 'organization'
      ? organizations.map((one) => [one.id, String(one.name)] as const)
      : options?.map((one) => [one, one] as const)
  if (!choices)
    return (
      <input
        id={id}
        name={name}
        type={type === 'list' ? 'text' : type}
        required={required}
        defaultValue={value}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
      />
    )
  return (
    // The options load after the page. The key makes React select the first one then.
    <select key={choices.length} id={id} name={name} required={required} defaultValue={value || undefined}>
      {!required && <option value="">{type === 'organization' ? 'any' : 'default'}</option>}
      {choices.map(([key, label]) => (
        <option key={key} value={key}>
          {label}
        </option>
      ))}
    </select>
  )
}

function readForm(form: HTMLFormElement, fields: readonly FormField[]): FormValues {
  const entries = [...new FormData(form)].filter(([, value]) => value !== '')
  const typeOf = (name: string) => fields.find((field) => field.name === name)?.type
  return Object.fromEntries(entries.map(([name, value]) => [name, readValue(String(value), typeOf(name))]))
}

/** Parses the text of a field. */
export function readValue(text: string, type: FormField['type']): string | number | string[] {
  if (type === 'number') return Number(text)
  return type === 'list' ? text.split(',').map((one) => one.trim()) : text
}
