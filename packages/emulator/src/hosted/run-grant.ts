import { countAttempt } from '../authenticate/count-attempt.ts'
import type { Client, Grant } from '../authenticate/grant.ts'
import type { Target } from '../authorize/authorization-request.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { createChallenge } from '../factors/challenges.ts'
import { enrollFactor } from '../factors/enroll-factor.ts'
import { Failure } from '../http/failure.ts'
import { getUser } from '../users/find-user.ts'
import type { HostedStep } from './flow.ts'

/** What a submitted page leads to: away from here, the next page, or the same page with an error. */
export type Outcome =
  | { location: string }
  | { step: HostedStep }
  | { target: Target; email?: string }
  | { error: string }

/** Runs the API's own grant for a page, and turns its step answers into pages. */
export async function runGrant(
  env: EnvironmentState,
  grant: Grant,
  fields: Record<string, string | undefined>,
  client: Client,
): Promise<Outcome> {
  return stepOn(env, async () => {
    if (grant.subject !== undefined) await countAttempt(env, grant.subject(fields as never), client.ipAddress)
    return grant.run(env, fields as never, client)
  })
}

/** Turns the step answers of `work` into pages. */
export async function stepOn(env: EnvironmentState, work: () => Promise<object>): Promise<Outcome> {
  try {
    return (await work()) as Outcome
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return (await nextStep(env, error)) ?? { error: messageOf(error) }
  }
}

async function nextStep(env: EnvironmentState, { body }: Failure): Promise<Outcome | undefined> {
  const pendingToken = String(body.pending_authentication_token)
  switch (body.code ?? body.error) {
    case 'email_verification_required':
      return { step: { name: 'verify-email', pendingToken, email: String(body.email) } }
    case 'mfa_challenge': {
      const [factor] = body.authentication_factors as Array<{ id: string }>
      const challenge = await createChallenge(env, factor?.id ?? '')
      return { step: { name: 'totp', pendingToken, challengeId: challenge.id } }
    }
    case 'mfa_enrollment': {
      const user = await getUser(env, (body.user as { id: string }).id)
      const { factor, challenge } = await enrollFactor(env, user, {})
      return { step: { name: 'enroll-totp', pendingToken, challengeId: challenge.id, factorId: factor.id } }
    }
    case 'organization_selection_required': {
      const organizations = body.organizations as Array<{ id: string; name: string }>
      return { step: { name: 'organization', pendingToken, organizations } }
    }
    case 'sso_required': {
      const [connectionId] = body.connection_ids as string[]
      if (connectionId === undefined) return undefined
      return { target: { kind: 'connection', id: connectionId }, email: String(body.email) }
    }
    default:
      return undefined
  }
}

export function messageOf({ body }: Failure): string {
  const errors = body.errors as Array<{ message: string }> | undefined
  return errors?.[0]?.message ?? String(body.message ?? body.error_description)
}
