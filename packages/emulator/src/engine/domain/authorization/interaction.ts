import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

const LIFETIME_MS = 30 * 60_000

/** Why a user is on our pages: an application's authorization request, or a waiting device. */
export type HostedRequest =
  | AuthorizationRequest
  | { deviceUserCode: string; screen: 'sign-in'; target: { kind: 'authkit' } }

/** The page that the user is on, with its data. */
export type HostedStep =
  | { name: 'sign-in'; email?: string }
  | { name: 'sign-up'; email?: string }
  | { name: 'forgot'; email?: string }
  | { name: 'reset-sent'; email: string }
  | { name: 'magic-code'; email: string }
  | { name: 'verify-email'; pendingToken: string; email: string }
  | { name: 'totp'; pendingToken: string; challengeId: string }
  | { name: 'enroll-totp'; pendingToken: string; challengeId: string; factorId: string }
  | { name: 'radar-email'; pendingToken: string; challengeId: string; email: string }
  | { name: 'radar-phone'; pendingToken: string; userId: string }
  | { name: 'radar-sms'; pendingToken: string; challengeId: string; phoneNumber: string }
  | { name: 'organization'; pendingToken: string; organizations: Array<{ id: string; name: string }> }
  | { name: 'identity' }
  | { name: 'done'; message: string }

export interface HostedState {
  step: HostedStep
  /** Shown once above the form. */
  error?: string
}

/** Starts a visit to our pages. The token in the URL is its only credential. */
export async function createHostedFlow(context: EngineContext, request: HostedRequest): Promise<string> {
  const token = opaqueToken(context.random, 32)
  const email = 'loginHint' in request && request.loginHint !== undefined ? { email: request.loginHint } : {}
  const step: HostedStep =
    request.target.kind === 'authkit' ? { name: request.screen, ...email } : { name: 'identity' }
  await context.db
    .insertInto('hosted_flows')
    .values({
      hash: fingerprint(token),
      request: toJson(request),
      state: toJson({ step } satisfies HostedState),
      expires_at: context.clock.now() + LIFETIME_MS,
      used_at: null,
    })
    .execute()
  return token
}

export interface HostedFlow {
  request: HostedRequest
  state: HostedState
}

export async function readHostedFlow(context: EngineContext, token: string): Promise<HostedFlow | undefined> {
  const row = await context.db
    .selectFrom('hosted_flows')
    .selectAll()
    .where('hash', '=', fingerprint(token))
    .executeTakeFirst()
  if (row === undefined || row.used_at !== null || row.expires_at <= context.clock.now()) return undefined
  return { request: fromJson(row.request), state: fromJson(row.state) }
}

export async function writeHostedState(
  context: EngineContext,
  token: string,
  state: HostedState,
): Promise<void> {
  await context.db
    .updateTable('hosted_flows')
    .set({ state: toJson(state) })
    .where('hash', '=', fingerprint(token))
    .execute()
}

/** Ends the visit: its URL stops working. */
export async function endHostedFlow(context: EngineContext, token: string): Promise<void> {
  await context.db
    .updateTable('hosted_flows')
    .set({ used_at: context.clock.now() })
    .where('hash', '=', fingerprint(token))
    .execute()
}
