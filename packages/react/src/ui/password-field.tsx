import { type ReactNode, useState } from 'react'
import { Field, type FieldProps } from './field.tsx'
import { useHydrated } from './use-hydrated.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** A password with a button that reveals it. Pasting and password managers are never in the way. */
export const PasswordField = /* @__PURE__ */ withRef(function PasswordField(
  props: Omit<FieldProps, 'type' | 'children'>,
): ReactNode {
  const [shown, setShown] = useState(false)
  const { part } = useUi()
  const t = useFlowText()
  return (
    <Field
      enterKeyHint="go"
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      required
    >
      {useHydrated() && (
        <button
          {...part('reveal')}
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
