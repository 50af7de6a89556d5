import type { FieldError } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'

const MAX_LENGTH = 128

/** A few of the most common passwords. Everything else depends on length. */
const COMMON = new Set([
  'password',
  'password1',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'qwertyuiop',
  'qwerty1234',
  'qwerty12345',
  'letmein123',
  'iloveyou123',
  'welcome123',
  'administrator',
  'changeme123',
  '1234567890',
  '0123456789',
  '12345678910',
  '123456789012',
  'aaaaaaaaaa',
  'abcdefghij',
])

/**
 * The problems with a new password; empty if it is accepted. There are no composition rules, and any Unicode character counts.
 */
export function passwordProblems(context: EngineContext, password: string): FieldError[] {
  const length = [...password].length
  const minimum = context.settings.password_min_length
  if (length < minimum) {
    return [{ code: 'password_too_short', message: `Password must be at least ${minimum} characters long.` }]
  }
  if (length > MAX_LENGTH) {
    return [{ code: 'password_too_long', message: `Password must be at most ${MAX_LENGTH} characters long.` }]
  }
  if (COMMON.has(password.toLowerCase())) {
    return [{ code: 'password_too_weak', message: 'Password is one of the most common ones.' }]
  }
  return []
}
