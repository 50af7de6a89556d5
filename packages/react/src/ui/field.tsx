import type { FlowError } from '@latchkey/core'
import { type ComponentProps, type ReactNode, type Ref, useId } from 'react'
import { useAnnounced } from './use-announced.ts'
import { useErrorText } from './use-text.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Props of {@link Field}: those of an input, and of the parts around it. */
export interface FieldProps extends ComponentProps<'input'> {
  name: string
  label: string
  error?: FlowError
  /** The input's part name. Default `input`. */
  part?: string
  ref?: Ref<HTMLInputElement>
  /** Rendered inside the box, at its end. */
  children?: ReactNode
  /** Rendered next to the label. */
  aside?: ReactNode
  /** Rendered below the box. Describes the input. */
  hint?: ReactNode
  /** Shown and announced in place of the error while there is no error. */
  note?: string
}

/** An input with its label and its error. Uncontrolled, so that text typed before hydration is kept. */
export const Field = /* @__PURE__ */ withRef(function Field(props: FieldProps): ReactNode {
  const { label, error, part: name = 'input', children, aside, hint, note, ...input } = props
  const id = useId()
  const errorText = useErrorText()
  const { part, Input } = useUi()
  const text = useAnnounced(error ? errorText(error) : note)
  const described = [hint && `${id}h`, (error || note) && `${id}e`].filter(Boolean).join(' ')
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
          aria-describedby={described || undefined}
        />
        {children}
      </div>
      {/* Shown next to the label, but after the input in tab order. */}
      {aside && <div {...part('aside')}>{aside}</div>}
      {hint && (
        <div id={`${id}h`} {...part('hint')}>
          {hint}
        </div>
      )}
      <p {...part('error', !error && note ? 'note' : undefined)} id={`${id}e`} aria-live="polite">
        {text}
      </p>
    </div>
  )
})
