import type { FlowError } from './flow-payload.ts'
import { isFlowErrorCode } from './messages.ts'
import type { FlowKind } from './step.ts'

/** Reads the token from a page's URL, under our parameter name or the one used in the API's emails. */
export function tokenIn(page: URLSearchParams): string | undefined {
  return page.get('token') || page.get('invitation_token') || undefined
}

/** The query of `GET /flow` for a page with this URL. */
export function flowQuery(kind: FlowKind, page: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams({ kind })
  const known = { flow: page.get('flow'), token: tokenIn(page), returnTo: page.get('returnTo') }
  for (const [name, value] of Object.entries(known)) if (value) query.set(name, value)
  return query
}

/** Reads the error from a page's URL. The handler puts it there if there is no flow to show it in. */
export function flowErrorIn(page: URLSearchParams): FlowError | undefined {
  const code = page.get('error') ?? ''
  return isFlowErrorCode(code) ? { code, field: page.get('field') || undefined } : undefined
}
