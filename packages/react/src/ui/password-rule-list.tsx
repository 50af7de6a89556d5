import { checkPassword, type PasswordRules } from '@latchkey/core'
import { ruleText } from '@latchkey/core/text'
import type { ReactNode } from 'react'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** The requirements for a new password, each with a check mark once it is met. */
export function PasswordRuleList(props: { rules: PasswordRules | undefined; password: string }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  return (
    <ul {...part('rules')}>
      {checkPassword(props.rules, props.password).map(({ rule, isMet, count }) => (
        <li key={rule} {...part('rule', isMet ? 'met' : undefined)}>
          {ruleText({ rule, count }, t)}
          {isMet && <span {...part('live')}>, {t('ruleMet')}</span>}
        </li>
      ))}
    </ul>
  )
}
