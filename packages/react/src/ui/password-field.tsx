import { type PasswordRules, passwordRulesAttribute, watchCapsLock } from '@latchkey/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Field, type FieldProps } from './field.tsx'
import { PasswordRuleList } from './password-rule-list.tsx'
import { useHydrated } from './use-hydrated.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Props of {@link PasswordField}. */
export interface PasswordFieldProps extends Omit<FieldProps, 'type' | 'children' | 'hint' | 'note'> {
  /** The requirements for a new password. Shown below the input, and checked while the user types. */
  rules?: PasswordRules
}

/**
 * A password input with a button that reveals it, and a note while Caps Lock is on. Pasting and password managers always work.
 */
export const PasswordField = /* @__PURE__ */ withRef(function PasswordField({
  rules,
  onInput,
  ...field
}: PasswordFieldProps): ReactNode {
  const [shown, setShown] = useState(false)
  const [typed, setTyped] = useState('')
  const [isCapital, setCapital] = useState(false)
  const reveal = useRef<HTMLButtonElement>(null)
  const { part } = useUi()
  const t = useFlowText()
  const hydrated = useHydrated()
  useEffect(() => {
    const input = hydrated ? reveal.current?.parentElement?.querySelector('input') : undefined
    if (!input) return
    // Text that was typed before hydration.
    setTyped(input.value)
    return watchCapsLock(input, setCapital)
  }, [hydrated])
  const attribute = passwordRulesAttribute(rules)
  return (
    <Field
      enterKeyHint="go"
      {...field}
      {...(attribute && { passwordrules: attribute })}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      required
      onInput={(event) => {
        if (rules) setTyped(event.currentTarget.value)
        onInput?.(event)
      }}
      hint={attribute && <PasswordRuleList rules={rules} password={typed} />}
      note={isCapital ? t('capsLock') : undefined}
    >
      {hydrated && (
        <button
          {...part('reveal')}
          ref={reveal}
          type="button"
          aria-label={t(shown ? 'hide' : 'show')}
          onClick={() => setShown(!shown)}
        >
          <svg {...part('reveal-icon')} viewBox="0 0 24 24" aria-hidden="true">
            <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
            <circle cx="12" cy="12" r="2.75" />
            {shown && <path d="m4 20 16-16" />}
          </svg>
        </button>
      )}
    </Field>
  )
})
