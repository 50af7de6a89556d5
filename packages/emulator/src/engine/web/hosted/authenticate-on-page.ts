import { Failure } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { authenticate } from '../../domain/authentication/authenticate.ts'
import type { Attempt, Client } from '../../domain/authentication/grant.ts'
import type { Authenticated, Outcome } from '../../domain/authentication/outcome.ts'
import type { Target } from '../../domain/authorization/authorization-request.ts'
import type { HostedStep } from '../../domain/authorization/interaction.ts'
import { createChallenge } from '../../domain/factors/challenges.ts'
import { enrollFactor } from '../../domain/factors/enroll-factor.ts'

/** The result of a submitted page: a redirect, the next page, or the same page with an error. */
export type PageResult =
  | { location: string; cookie?: string }
  | { step: HostedStep }
  | { target: Target; email?: string }
  | { error: string }

/** The user at the page, and where they go after the last step. */
export interface Visitor {
  client: Client
  finish(context: EngineContext, authenticated: Authenticated): Promise<{ location: string; cookie?: string }>
}

/** Authenticates like the API, and shows the outcome as a page. */
export function authenticateOnPage(
  context: EngineContext,
  attempt: Attempt,
  visitor: Visitor,
): Promise<PageResult> {
  return orError(context, async () =>
    pageFor(context, await authenticate(context, attempt, visitor.client), visitor),
  )
}

/** The outcome as a page: the next step, or the redirect to the application. */
export async function pageFor(
  context: EngineContext,
  outcome: Outcome,
  visitor: Visitor,
): Promise<PageResult> {
  switch (outcome.status) {
    case 'authenticated':
      return visitor.finish(context, outcome)
    case 'email_verification_required': {
      const { pendingToken, email } = outcome
      return { step: { name: 'verify-email', pendingToken, email } }
    }
    case 'mfa_challenge': {
      const { id: challengeId } = await createChallenge(context, outcome.factors[0]?.id ?? '')
      return { step: { name: 'totp', pendingToken: outcome.pendingToken, challengeId } }
    }
    case 'mfa_enrollment': {
      const { pendingToken, user } = outcome
      const { factor, challenge } = await enrollFactor(context, user, {})
      return { step: { name: 'enroll-totp', pendingToken, challengeId: challenge.id, factorId: factor.id } }
    }
    case 'organization_selection_required': {
      const { pendingToken, organizations } = outcome
      return { step: { name: 'organization', pendingToken, organizations } }
    }
    case 'radar_email_challenge': {
      const { pendingToken, challengeId, email } = outcome
      return { step: { name: 'radar-email', pendingToken, challengeId, email } }
    }
    case 'radar_sms_challenge':
      return { step: { name: 'radar-phone', pendingToken: outcome.pendingToken, userId: outcome.user.id } }
    case 'sso_required': {
      const [id] = outcome.connectionIds
      if (id === undefined) return { error: 'User must authenticate using one of the matching connections.' }
      return { target: { kind: 'connection', id }, email: outcome.email }
    }
    case 'organization_authentication_methods_required':
      return { error: 'User must authenticate using one of the methods allowed by the organization.' }
    case 'refreshed':
      return { error: 'This page has no form.' }
  }
}

/** Shows a refusal on the page that caused it. The refused changes are rolled back. */
export async function orError(
  { storage }: EngineContext,
  work: () => Promise<PageResult>,
): Promise<PageResult> {
  try {
    return await storage.atomically(work)
  } catch (error) {
    if (error instanceof Failure) return { error: messageOf(error) }
    throw error
  }
}

export function messageOf({ body }: Failure): string {
  const errors = body.errors as Array<{ message: string }> | undefined
  return errors?.[0]?.message ?? String(body.message ?? body.error_description)
}
