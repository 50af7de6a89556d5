import type { FlowError } from './flow-payload.ts'
import { isFlowErrorCode } from './messages.ts'
import type { FlowKind } from './step.ts'

/** The token in the address of a page: under our name, or under the one that the emails of the API use. */
export function tokenIn(page: URLSearchParams): string | undefined {
  return page.get('token') || page.get('invitation_token') || undefined
}

/** What to ask the handler for a page at this address: the query of `GET /flow`. */
export function flowQuery(kind: FlowKind, page: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams({ kind })
  const known = { flow: page.get('flow'), token: tokenIn(page), returnTo: page.get('returnTo') }
  for (const [name, value] of Object.entries(known)) if (value) query.set(name, value)
  return query
}

/** The error in a page's address, where the handler leaves it when there is no flow that could tell. */
export function flowErrorIn(page: URLSearchParams): FlowError | undefined {
  const code = page.get('error') ?? ''
  return isFlowErrorCode(code) ? { code, field: page.get('field') || undefined } : undefined
}
