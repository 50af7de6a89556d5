import type { StartStep as Start } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { Field } from '../field.tsx'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { LastUsed } from '../last-used.tsx'
import { type ProviderLayout, ProviderLinks } from '../oauth-buttons.tsx'
import { PasswordField } from '../password-field.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useFlowText } from '../use-text.ts'
import { useTitle } from '../use-title.ts'
import { useUi } from '../use-ui.ts'
import { SsoForm } from './sso-form.tsx'

/** Sign-in's first step: everything the app offers, on one page. */
export function StartStep({
  flow,
  step,
  title,
  layout,
}: {
  flow: FlowHandle
  step: Start
  title?: ReactNode
  layout?: ProviderLayout
}): ReactNode {
  const id = useId()
  const t = useFlowText()
  const named = useTitle('signIn')
  const { part, Link, urls } = useUi()
  const { fields } = flow.errors
  const { methods, providers } = step
  const password = methods.includes('password')
  const code = methods.includes('code')
  return (
    <>
      <StepHeading id={id} title={title ?? named} />
      {(password || code) && (
        <FlowForm flow={flow} action={password ? 'password' : 'send-code'} labelledBy={id}>
          <Field
            name="email"
            type="email"
            label={t('email')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            enterKeyHint={password ? undefined : 'go'}
            defaultValue={flow.values.email}
            error={fields.email}
          />
          {password && (
            <PasswordField
              name="password"
              label={t('password')}
              autoComplete="current-password"
              error={fields.password}
              aside={
                <Link {...part('link')} href={urls.forgotPasswordUrl}>
                  {t('forgot')}
                </Link>
              }
            />
          )}
          <FormMessage flow={flow} />
          {password && (
            <FlowSubmit flow={flow} action="password">
              {t('signIn')}
              <LastUsed of="password" />
            </FlowSubmit>
          )}
          {code && (
            <FlowSubmit
              flow={flow}
              action="send-code"
              instead
              look={password ? 'secondary' : 'primary'}
              formNoValidate
            >
              {t('sendCode')}
              <LastUsed of="code" />
            </FlowSubmit>
          )}
        </FlowForm>
      )}
      {!password && !code && <FormMessage flow={flow} />}
      {(providers.length > 0 || methods.includes('sso')) && (password || code) && (
        <p {...part('or')}>{t('or')}</p>
      )}
      <ProviderLinks flow={flow} providers={providers} layout={layout} />
      {methods.includes('sso') && <SsoForm flow={flow} />}
    </>
  )
}
