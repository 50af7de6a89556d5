import { isIdentifierFirst, rememberedUser, type StartStep as Start } from '@latchkey/core'
import { type ReactNode, useEffect, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { Field } from '../field.tsx'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { LastUsed } from '../last-used.tsx'
import { NotYou } from '../not-you.tsx'
import { type ProviderLayout, ProviderLinks } from '../oauth-buttons.tsx'
import { PasswordField } from '../password-field.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useLastUsed } from '../use-last-used.ts'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { SsoForm } from './sso-form.tsx'

/** Options of the first step of sign-in. */
export interface StartProps {
  /**
   * Asks only for the email address first. The next step is single sign-on if the email's domain belongs to an organization
   * that uses it, and otherwise the password or a code. Default: `true` if the app offers more than two methods.
   */
  identifierFirst?: boolean
  /**
   * Fills in the email address of the user who last signed in in this browser, with a "Not you?" link. Default `true`. Set
   * `false` for shared computers, which also clears a remembered address.
   */
  remember?: boolean
}

/** The first step of sign-in: everything the app offers on one page, or only the email address first. */
export function StartStep({
  flow,
  step,
  title,
  layout,
  identifierFirst,
  remember = true,
}: StartProps & {
  flow: FlowHandle
  step: Start
  title?: ReactNode
  layout?: ProviderLayout
}): ReactNode {
  const id = useId()
  const t = useFlowText()
  const lastUsed = useLastUsed()
  const { part, Link, urls } = useUi()
  const { fields } = flow.errors
  const { methods, providers } = step
  const emailFirst = isIdentifierFirst(step, identifierFirst)
  const password = !emailFirst && methods.includes('password')
  const code = !emailFirst && methods.includes('code')
  const sso = !emailFirst && methods.includes('sso')
  const hasForm = emailFirst || password || code
  useEffect(() => {
    if (!remember) rememberedUser.forget()
  }, [remember])
  return (
    <>
      <StepHeading flow={flow} id={id} title={title} />
      {hasForm && (
        <FlowForm
          flow={flow}
          action={emailFirst ? 'identify' : password ? 'password' : 'send-code'}
          labelledBy={id}
        >
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
            aside={remember && <NotYou />}
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
          {emailFirst && (
            <FlowSubmit flow={flow} action="identify">
              {t('continue')}
            </FlowSubmit>
          )}
          {password && (
            <FlowSubmit flow={flow} action="password" aria-describedby={lastUsed('password')}>
              {t('signIn')}
              <LastUsed id={lastUsed('password')} />
            </FlowSubmit>
          )}
          {code && (
            <FlowSubmit
              flow={flow}
              action="send-code"
              instead
              look={password ? 'secondary' : 'primary'}
              formNoValidate
              aria-describedby={lastUsed('code')}
            >
              {t('sendCode')}
              <LastUsed id={lastUsed('code')} />
            </FlowSubmit>
          )}
        </FlowForm>
      )}
      {!hasForm && <FormMessage flow={flow} />}
      {(providers.length > 0 || sso) && hasForm && <p {...part('or')}>{t('or')}</p>}
      <ProviderLinks flow={flow} providers={providers} layout={layout} />
      {sso && <SsoForm flow={flow} />}
    </>
  )
}
