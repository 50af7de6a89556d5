import type { ReactNode } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { Field } from '../field.tsx'
import { HiddenInputs } from '../hidden-inputs.tsx'
import { LastUsed } from '../last-used.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useLastUsed } from '../use-last-used.ts'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** Single sign-on by email address: the API finds the connection. */
export function SsoForm({ flow }: { flow: FlowHandle }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  const lastUsed = useLastUsed()('sso')
  const { action, hidden } = flow.authorizeTarget()
  return (
    <details {...part('sso')}>
      <summary {...part('provider')} aria-describedby={lastUsed}>
        {t('sso')}
        <LastUsed id={lastUsed} />
      </summary>
      <form
        {...part('stack')}
        method="get"
        action={action}
        onSubmit={(event) => {
          // A policy of `form-action 'self'` blocks a form whose response redirects to another origin, but not a link.
          event.preventDefault()
          flow.authorize({ email: String(new FormData(event.currentTarget).get('email')) })
        }}
      >
        <HiddenInputs values={hidden} />
        <Field name="email" type="email" label={t('email')} autoComplete="email" enterKeyHint="go" required />
        <SubmitButton>{t('continue')}</SubmitButton>
      </form>
    </details>
  )
}
