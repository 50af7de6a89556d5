import type { FlowError } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import { useAnnounced } from './use-announced.ts'
import { useErrorText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** A checkbox, with its error. */
export function CheckField(props: {
  name: string
  label: string
  required?: boolean
  defaultChecked?: boolean
  error?: FlowError
}): ReactNode {
  const { name, label, required, defaultChecked, error } = props
  const id = useId()
  const errorText = useErrorText()
  const { part } = useUi()
  const text = useAnnounced(error && errorText(error))
  return (
    <div {...part('field', error ? 'invalid' : undefined)}>
      <label {...part('check')}>
        <input
          {...part('checkbox')}
          {...{ name, required, defaultChecked }}
          type="checkbox"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}e` : undefined}
        />
        {label}
      </label>
      <p {...part('error')} id={`${id}e`} aria-live="polite">
        {text}
      </p>
    </div>
  )
}
