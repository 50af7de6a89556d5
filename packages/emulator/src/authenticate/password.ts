import * as v from 'valibot'
import type { EnvironmentState } from '../environment/state.ts'
import { recordEvent } from '../events/record-event.ts'
import { fail } from '../http/failure.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { verifyPassword } from '../users/password-hash.ts'
import { type Client, grant, origin } from './grant.ts'
import { proceed } from './proceed.ts'

export const passwordGrant = grant({
  type: 'password',
  secret: 'required',
  fields: v.object({
    email: v.string(),
    password: v.string(),
    invitation_token: v.nullish(v.string()),
  }),
  subject: ({ email }) => email,
  async run(env, { email, password, invitation_token }, client) {
    if (!env.settings.password_enabled) {
      throw fail(403, 'email_password_auth_disabled', 'Email and password authentication is disabled.')
    }
    const user = await findUserByEmail(env, email)
    if (
      !(await verifyPassword(user?.password_hash ?? null, password, env.config.cost)) ||
      user === undefined
    ) {
      await recordFailure(env, user?.id ?? null, email, client)
      // The same words for both, so that nobody learns which addresses have an account.
      throw fail(400, 'invalid_credentials', 'The email or password is incorrect.')
    }
    return proceed(
      env,
      {
        userId: user.id,
        authenticationMethod: 'Password',
        sessionMethod: 'password',
        eventKind: 'password',
        secondFactor: false,
        ...(invitation_token != null && { invitationToken: invitation_token }),
        ...origin(client),
      },
      client.finish,
    )
  },
})

async function recordFailure(env: EnvironmentState, userId: string | null, email: string, client: Client) {
  await recordEvent(env, 'authentication.password_failed', {
    type: 'password',
    status: 'failed',
    user_id: userId,
    email,
    ip_address: client.ipAddress,
    user_agent: client.userAgent,
    error: { code: 'invalid_credentials', message: 'The email or password is incorrect.' },
  })
}
