import { ConfigError } from '../../errors/index.ts'
import { DEFAULT_PASSWORD_RULES, type PasswordRules } from '../../flow/index.ts'

const KINDS = ['lowercase', 'uppercase', 'digit', 'symbol'] as const

/**
 * The rules that forms for a new password show in advance. `undefined` for none.
 *
 * @throws {ConfigError} `option_invalid`, naming `passwordRules`.
 */
export function readPasswordRules(rules: PasswordRules | false | undefined): PasswordRules | undefined {
  if (rules === false) return undefined
  if (rules === undefined) return DEFAULT_PASSWORD_RULES
  const fault = faultOf(rules)
  if (fault === undefined) return rules
  throw new ConfigError('option_invalid', `passwordRules: ${fault}`, { option: 'passwordRules' })
}

function faultOf(rules: PasswordRules): string | undefined {
  const { minLength, ...kinds } = rules
  if (minLength !== undefined && !(Number.isInteger(minLength) && minLength >= 1 && minLength <= 128))
    return 'minLength must be a whole number from 1 to 128.'
  const unknown = Object.keys(kinds).find((name) => !(KINDS as readonly string[]).includes(name))
  if (unknown !== undefined) return `${unknown} does not exist. The rules are minLength, ${KINDS.join(', ')}.`
  const kind = KINDS.find((name) => kinds[name] !== undefined && typeof kinds[name] !== 'boolean')
  return kind && `${kind} must be true or false.`
}
