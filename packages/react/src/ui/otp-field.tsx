import { type FormEvent, type ReactNode, useRef } from 'react'
import { Field, type FieldProps } from './field.tsx'
import { withRef } from './with-ref.ts'

/** Props of {@link OtpField}. */
export interface OtpFieldProps
  extends Omit<FieldProps, 'type' | 'children' | 'name' | 'part' | 'hint' | 'note'> {
  name?: string
  /** The number of digits. Default 6. */
  length?: number
  /** Called each time the code becomes complete. Default: submits the form. */
  onComplete?(code: string): void
}

/** A one-time code in one native input, so that phones and password managers can fill it in. */
export const OtpField = /* @__PURE__ */ withRef(function OtpField({
  length = 6,
  name = 'code',
  onComplete,
  ...field
}: OtpFieldProps): ReactNode {
  const sent = useRef('')
  function onInput({ currentTarget }: FormEvent<HTMLInputElement>) {
    // Emails and authenticator apps show codes as "123 456" or "123-456".
    const code = currentTarget.value.replace(/[\s-]/g, '')
    if (code !== currentTarget.value) currentTarget.value = code
    const before = sent.current
    sent.current = code.length === length ? code : ''
    // Runs each time the code becomes complete. If the browser fills in the same code twice, it is sent only once.
    if (sent.current === before || sent.current === '') return
    if (onComplete) onComplete(code)
    else currentTarget.form?.requestSubmit()
  }
  return (
    <Field
      {...field}
      part="otp"
      name={name}
      type="text"
      inputMode="numeric"
      enterKeyHint="go"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      onInput={onInput}
    />
  )
})
