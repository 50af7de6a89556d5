import type { FlowError } from '@latchkey/core'
import { type ComponentProps, type ReactNode, type Ref, useId } from 'react'
import { useErrorText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Props of {@link Field}: those of an input, with what surrounds it. */
export interface FieldProps extends ComponentProps<'input'> {
  name: string
  label: string
  error?: FlowError
  /** The part's name of the input. Default `input`. */
  part?: string
  ref?: Ref<HTMLInputElement>
  /** Stands inside the box, at its end. */
  children?: ReactNode
  /** Stands beside the label. */
  aside?: ReactNode
}

/** An input with its label and its error. Uncontrolled: text typed before the page is alive stays. */
export function Field(props: FieldProps): ReactNode {
  const { label, error, part: name = 'input', children, aside, ...input } = props
  const id = useId()
  const errorText = useErrorText()
  const { part, Input } = useUi()
  return (
    <div {...part('field', error ? 'invalid' : undefined)}>
      <div {...part('label-row')}>
        <label {...part('label')} htmlFor={id}>
          {label}
        </label>
        {aside}
      </div>
      <div {...part('box')}>
        <Input
          {...part(name)}
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}e` : undefined}
        />
        {children}
      </div>
      <p {...part('error')} id={`${id}e`}>
        {error && errorText(error)}
      </p>
    </div>
  )
}
