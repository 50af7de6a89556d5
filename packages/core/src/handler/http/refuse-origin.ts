import { fault } from '../events/fault.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import type { HandlerContext } from '../route/handler-context.ts'

/** Refuses a request from another origin. The event contains that origin and the accepted ones. */
export function refuseOrigin(
  { headers }: Request,
  path: string,
  { emit, appOrigin, trustedOrigins }: HandlerContext,
): FlowFailure {
  const expected = [appOrigin.origin, ...trustedOrigins]
  emit({
    type: 'refused',
    reason: 'cross_origin',
    path,
    ...fault('cross_origin', { expected, got: senderOf(headers) }),
  })
  return flowFailure('cross_origin')
}

/** The origin of a request, according to its headers. */
export function senderOf(headers: Headers): string {
  const origin = headers.get('origin')?.slice(0, 200) ?? 'a page that sent no Origin'
  const site = headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' ? origin : `${origin} (Sec-Fetch-Site: ${site.slice(0, 20)})`
}
