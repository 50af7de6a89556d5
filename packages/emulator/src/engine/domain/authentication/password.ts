import * as v from 'valibot'
import { fail } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { UserRow } from '../../storage/tables.ts'
import type { Proof } from '../sessions/proof.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { verifyPassword } from '../users/password-hash.ts'
import { type Attempt, grant, originOf } from './grant.ts'
import { proceed } from './proceed.ts'

export const passwordGrant = grant({
  type: 'password',
  secret: 'required',
  failureKind: 'password',
  fields: v.object({
    email: v.string(),
    password: v.string(),
    invitation_token: v.nullish(v.string()),
    radar_auth_attempt_id: v.nullish(v.string()),
  }),
  claimed: ({ email }) => ({ email }),
  async run(context, { email, password, invitation_token, radar_auth_attempt_id }, client) {
    requirePasswords(context)
    const user = await findUserByEmail(context, email)
    const isRight = await verifyPassword(user?.password_hash ?? null, password, context.config.cost)
    if (!isRight || user === undefined) throw invalidCredentials(user)
    return proceed(context, {
      ...passwordProof(user, invitation_token),
      ...(radar_auth_attempt_id != null && { radarAttemptId: radar_auth_attempt_id }),
      ...originOf(client),
    })
  },
})

/** The sign-in after a sign-up: the password was just chosen, so it is not compared again. */
export function signUpAttempt(user: UserRow, invitationToken: string | undefined): Attempt {
  return {
    subject: user.email,
    async run(context, client) {
      requirePasswords(context)
      return proceed(context, { ...passwordProof(user, invitationToken), ...originOf(client) })
    },
  }
}

function requirePasswords({ settings }: EngineContext): void {
  if (settings.password_enabled) return
  throw fail(403, 'email_password_auth_disabled', 'Email and password authentication is disabled.')
}

function passwordProof(user: UserRow, invitationToken: string | null | undefined): Proof {
  return {
    userId: user.id,
    authenticationMethod: 'Password',
    sessionMethod: 'password',
    eventKind: 'password',
    secondFactor: false,
    ...(invitationToken != null && { invitationToken }),
  }
}

/** The same message in all cases, so that it does not reveal which email addresses have an account. */
function invalidCredentials(user: UserRow | undefined) {
  const failure = fail(400, 'invalid_credentials', 'The email or password is incorrect.')
  if (user === undefined) return failure.withDetail('No user has this email address.')
  if (user.password_hash === null) return failure.withDetail('This user has no password.')
  return failure.withDetail('The user exists, but the password is different.')
}
