import type { ReactNode } from 'react'
import { useAuthClient } from '../../auth-context.ts'
import type { FlowHandle } from '../../use-flow.ts'
import { Field } from '../field.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** Single sign-on by address: which connection it is, the service finds out. */
export function SsoForm({ flow }: { flow: FlowHandle }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  const { basePath } = useAuthClient()
  return (
    <details {...part('sso')}>
      <summary {...part('provider')}>{t('sso')}</summary>
      <form {...part('stack')} method="get" action={`${basePath}/authorize`}>
        <input type="hidden" name="kind" value={flow.kind} />
        <input type="hidden" name="returnTo" value={flow.returnTo} />
        <Field name="email" type="email" label={t('email')} autoComplete="email" required />
        <SubmitButton>{t('continue')}</SubmitButton>
      </form>
    </details>
  )
}
