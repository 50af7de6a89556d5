import type { AccessDecision, Requirement, RequireOptions } from '@latchkey/core/server'
import { AccessRefusedError, decideRequest } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { error, isHttpError, redirect } from '@sveltejs/kit'
import { findState, getAuth, stateOf } from './auth.ts'
import { canFollow, isAction } from './followed.ts'
import { handlerOf } from './handler-of.ts'
import { here } from './requested-page.ts'

/** What a guard does with a request: core's decision, with what only Kit knows about the request. */
export function decide(
  event: RequestEvent,
  requirement: Requirement,
  { returnTo = here(event), onMissing }: RequireOptions,
): AccessDecision {
  const { organizationPath } = findState(event)?.options ?? {}
  const isFollowed = canFollow(event)
  return decideRequest(handlerOf(event), getAuth(event), requirement, event.request, {
    returnTo,
    onMissing,
    organizationPath,
    isFollowed,
  })
}

/** Ends the request of a user who does not pass. */
export function refuse(
  event: RequestEvent,
  decision: Exclude<AccessDecision, { outcome: 'allowed' }>,
): never {
  const state = findState(event)
  // A response that was preloaded for a visitor must not be reused after sign-in.
  if (state !== undefined) state.isPersonal = true
  if (decision.outcome === 'redirect') redirect(303, decision.location)
  const { headers, status, message } = new AccessRefusedError(decision)
  if (state !== undefined) state.refusalHeaders = headers
  try {
    event.setHeaders(headers)
  } catch {
    // The header is already set, or this is a remote function, which has no headers.
  }
  error(status, message)
}

/**
 * The response for an error that a guard throws in `handle`, where Kit would lose part of it: the content type that forms
 * submitted with JavaScript depend on, and the headers. `undefined` for every other error.
 */
export function refusal(event: RequestEvent, thrown: unknown): Response | undefined {
  if (!isHttpError(thrown) || event.isRemoteRequest) return undefined
  const { status, body } = thrown
  const own = Object.entries(stateOf(event).refusalHeaders ?? {})
  const headers = { 'cache-control': 'private, no-store', ...Object.fromEntries(own) }
  if (isAction(event.request))
    return Response.json({ type: 'error', status, error: body }, { status, headers })
  if (own.length === 0) return undefined
  if (event.isDataRequest || !canFollow(event)) return Response.json(body, { status, headers })
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title><p>${body.message}</p></html>`,
    { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } },
  )
}
