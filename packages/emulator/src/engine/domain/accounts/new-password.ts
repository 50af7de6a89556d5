import { fail, failWithErrors, notEmulated } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { checkImportedHash } from '../users/check-imported-hash.ts'
import { SALT_FIRST } from '../users/imported-hash.ts'
import { hashPassword } from '../users/password-hash.ts'
import { passwordProblems } from '../users/password-policy.ts'

export interface PasswordInput {
  password?: string | null
  password_hash?: string | null
  password_hash_type?: string | null
  password_salt_position?: string | null
}

/**
 * The value to store for a password or an imported hash; undefined if neither was sent. Fails with 400
 * `password_strength_error`, `invalid_password_hash` or one of the codes for contradicting fields.
 */
export async function storedPassword(
  context: EngineContext,
  input: PasswordInput,
): Promise<string | undefined> {
  const { password, password_hash: hash, password_hash_type: type, password_salt_position: position } = input
  if (password != null && hash != null) {
    throw fail(400, 'password_and_password_hash_provided', 'Send a password or a password hash, not both.')
  }
  if (password != null && type != null) {
    throw fail(400, 'password_and_password_hash_type_provided', 'A password needs no password_hash_type.')
  }
  if (position != null && hash == null) {
    throw fail(400, 'password_salt_position_requires_password_hash', 'A salt position needs a password hash.')
  }
  if (hash != null) return withSaltPosition(checkImportedHash(type ?? '', hash), position ?? undefined)
  if (password == null) return undefined
  const problems = passwordProblems(context, password)
  if (problems.length > 0) {
    throw failWithErrors(
      400,
      'password_strength_error',
      'Password does not meet strength requirements.',
      problems,
    )
  }
  return hashPassword(password, context.config.cost, context.random)
}

/** Only in a salted digest can the salt be before or after the password. The other formats define its position. */
function withSaltPosition(hash: string, position: string | undefined): string {
  if (position !== 'prefix') return hash
  if (!hash.startsWith('{SSHA')) throw notEmulated('password_salt_position')
  return SALT_FIRST + hash
}
