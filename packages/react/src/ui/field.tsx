import type { FlowError } from '@latchkey/core'
import { type ComponentProps, type ReactNode, type Ref, useId } from 'react'
import { useAnnounced } from './use-announced.ts'
import { useErrorText } from './use-text.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

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
export const Field = /* @__PURE__ */ withRef(function Field(props: FieldProps): ReactNode {
  const { label, error, part: name = 'input', children, aside, ...input } = props
  const id = useId()
  const errorText = useErrorText()
  const { part, Input } = useUi()
  const text = useAnnounced(error && errorText(error))
  return (
    <div {...part('field', error ? 'invalid' : undefined)}>
      <label {...part('label')} htmlFor={id}>
        {label}
      </label>
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
      {/* Beside the label to the eye; after the input on the way of the Tab key. */}
      {aside && <div {...part('aside')}>{aside}</div>}
      <p {...part('error')} id={`${id}e`} aria-live="polite">
        {text}
      </p>
    </div>
  )
})
