import type { CheckedRule, PasswordRule } from '../flow/password-rules.ts'
import type { FlowText } from './en-flow.ts'
import type { TextOf } from './text.ts'

const KEYS = {
  length: 'ruleLength',
  lowercase: 'ruleLowercase',
  uppercase: 'ruleUppercase',
  digit: 'ruleDigit',
  symbol: 'ruleSymbol',
} as const satisfies Record<PasswordRule, keyof FlowText>

/** What a rule for a new password says. */
export const ruleText = (
  { rule, count }: Pick<CheckedRule, 'rule' | 'count'>,
  say: TextOf<keyof FlowText>,
): string => say(KEYS[rule], { count })
