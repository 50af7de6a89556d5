import type { AccountAction, AccountFailure } from '@latchkey/core/server'
import { createContext, type ReactNode, useContext } from 'react'

/** The error of the last submitted form. */
export const Failure = createContext<AccountFailure | null>(null)

/** Where forms are submitted: to their own page, or to a server action. */
export const FormTarget = createContext<{ method: 'post' } | { action(form: FormData): void }>({
  method: 'post',
})

/** One row of a list, with its action. */
export const Row = ({
  text,
  field,
  ...form
}: {
  text: string
  action: AccountAction
  label: string
  field: Record<string, string>
}): ReactNode => (
  <AccountForm {...form} look="row danger">
    <p>{text}</p>
    {Object.entries(field).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </AccountForm>
)

/** A form that submits one account action to its {@link FormTarget}, and shows the error if it is refused. */
export function AccountForm({
  action,
  label,
  look = 'form',
  children,
}: {
  action: AccountAction
  label: string
  look?: 'form' | 'row danger'
  children?: ReactNode
}): ReactNode {
  const failure = useContext(Failure)
  const target = useContext(FormTarget)
  const error = failure?.action === action ? failure.error : undefined
  return (
    <form className={look === 'form' ? 'form' : 'row'} {...target}>
      <input type="hidden" name="action" value={action} />
      {error && (
        <p className="note problem" role="alert">
          {[error.message, ...(error.reasons ?? [])].join(' ')}
        </p>
      )}
      {children}
      <button className={look === 'form' ? 'button quiet' : 'button danger small'} type="submit">
        {label}
      </button>
    </form>
  )
}

/** A labeled input. It keeps its value if the form is refused. */
export function Field({
  label,
  name,
  autoComplete,
  value,
  secret = false,
}: {
  label: string
  name: string
  autoComplete: string
  value?: string | null
  secret?: boolean
}): ReactNode {
  const stored = useContext(Failure)?.values[name]
  return (
    <label>
      {label}
      <input
        name={name}
        type={secret ? 'password' : 'text'}
        autoComplete={autoComplete}
        inputMode={autoComplete === 'one-time-code' ? 'numeric' : undefined}
        defaultValue={stored ?? value ?? ''}
      />
    </label>
  )
}
