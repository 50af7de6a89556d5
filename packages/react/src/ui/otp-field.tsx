import { type FormEvent, type ReactNode, useRef } from 'react'
import { Field, type FieldProps } from './field.tsx'

/** Props of {@link OtpField}. */
export interface OtpFieldProps extends Omit<FieldProps, 'type' | 'children' | 'name' | 'part'> {
  name?: string
  /** Digits of a code. Default 6. */
  length?: number
  /** Called the first time the code is complete. Default: submits the form. */
  onComplete?(code: string): void
}

/** A one-time code in one native input, so that phones and password managers can fill it in. */
export function OtpField({ length = 6, name = 'code', onComplete, ...field }: OtpFieldProps): ReactNode {
  const submitted = useRef(false)
  function onInput({ currentTarget }: FormEvent<HTMLInputElement>) {
    // Mails and authenticator apps show codes as "123 456" or "123-456".
    const code = currentTarget.value.replace(/[\s-]/g, '')
    if (code !== currentTarget.value) currentTarget.value = code
    // Once: somebody who corrects a wrong code decides when to send it.
    if (code.length !== length || submitted.current) return
    submitted.current = true
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
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      onInput={onInput}
    />
  )
}
