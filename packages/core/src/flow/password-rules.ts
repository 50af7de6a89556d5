/**
 * The requirements for a new password, as far as a page can check them. They are shown in advance and checked while the user
 * types; the API decides.
 */
export interface PasswordRules {
  /** The number of characters. */
  minLength?: number
  lowercase?: boolean
  uppercase?: boolean
  digit?: boolean
  symbol?: boolean
}

/** One rule for a new password. */
export type PasswordRule = 'length' | 'lowercase' | 'uppercase' | 'digit' | 'symbol'

/** A rule, and whether the password meets it. */
export interface CheckedRule {
  rule: PasswordRule
  isMet: boolean
  /** The number of characters, for `length`. */
  count: number
}

/** The API's requirements unless the dashboard sets others. */
export const DEFAULT_PASSWORD_RULES: PasswordRules = { minLength: 10 }

const KINDS = {
  lowercase: /\p{Ll}/u,
  uppercase: /\p{Lu}/u,
  digit: /\p{Nd}/u,
  symbol: /[^\p{L}\p{N}\s]/u,
} as const satisfies Record<Exclude<PasswordRule, 'length'>, RegExp>

/** Checks `password` against each rule, in display order. */
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
 * The value of the `passwordrules` attribute, for password managers that generate passwords. `undefined` without rules.
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
