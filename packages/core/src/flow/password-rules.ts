/**
 * What a new password has to have, as far as a page can tell. It is said beforehand and checked while the user types; the
 * API has the last word.
 */
export interface PasswordRules {
  /** In characters. */
  minLength?: number
  lowercase?: boolean
  uppercase?: boolean
  digit?: boolean
  symbol?: boolean
}

/** One rule for a new password. */
export type PasswordRule = 'length' | 'lowercase' | 'uppercase' | 'digit' | 'symbol'

/** A rule, and whether a password has what it asks for. */
export interface CheckedRule {
  rule: PasswordRule
  isMet: boolean
  /** Characters, for `length`. */
  count: number
}

/** What the API asks for unless the dashboard says otherwise. */
export const DEFAULT_PASSWORD_RULES: PasswordRules = { minLength: 10 }

const KINDS = {
  lowercase: /\p{Ll}/u,
  uppercase: /\p{Lu}/u,
  digit: /\p{Nd}/u,
  symbol: /[^\p{L}\p{N}\s]/u,
} as const satisfies Record<Exclude<PasswordRule, 'length'>, RegExp>

/** The rules in the order in which they are shown, each with whether `password` follows it. */
export function checkPassword(rules: PasswordRules | undefined, password: string): CheckedRule[] {
  const { minLength: count = 0 } = rules ?? {}
  const length = [...password].length >= count
  const kinds = (Object.keys(KINDS) as (keyof typeof KINDS)[]).filter((kind) => rules?.[kind])
  return [
    ...(count > 0 ? [{ rule: 'length', isMet: length, count } as const] : []),
    ...kinds.map((rule) => ({ rule, isMet: KINDS[rule].test(password), count: 1 })),
  ]
}

/**
 * The rules for password managers that make passwords up, as the attribute `passwordrules`. `undefined` without rules.
 *
 * @see https://developer.apple.com/documentation/security/customizing-password-autofill-rules
 */
export function passwordRulesAttribute(rules: PasswordRules | undefined): string | undefined {
  const required = [
    rules?.lowercase && 'lower',
    rules?.uppercase && 'upper',
    rules?.digit && 'digit',
    rules?.symbol && 'special',
  ].filter(Boolean)
  const parts = [
    ...(rules?.minLength ? [`minlength: ${rules.minLength}`] : []),
    ...required.map((kind) => `required: ${kind}`),
  ]
  return parts.length > 0 ? `${parts.join('; ')};` : undefined
}
