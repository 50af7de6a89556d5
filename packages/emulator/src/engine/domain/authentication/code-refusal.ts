import { type Failure, fail } from '../../base/failure.ts'
import type { CodeRefusal } from '../codes/one-time-codes.ts'

const REFUSALS = {
  incorrect: ['invalid_one_time_code', 'The code is incorrect.'],
  expired: ['one_time_code_expired', 'The code has expired.'],
  previously_used: ['one_time_code_previously_used', 'The code was already used.'],
  too_many_attempts: ['one_time_code_too_many_attempts', 'Too many attempts. Request a new code.'],
} as const

/** How every grant reports an invalid one-time code. */
export function codeRefused(reason: CodeRefusal): Failure {
  const [code, message] = REFUSALS[reason]
  return fail(400, code, message)
}
