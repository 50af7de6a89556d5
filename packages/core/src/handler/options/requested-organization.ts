import { ORGANIZATION_HEADER } from '../../session/session-payload.ts'

/** A request, as far as it can tell which organization it is for. */
export type OrganizationRequest = Pick<Request, 'headers' | 'url'>

/** The organization that the page behind a request stays in. */
export const pageOrganization = ({ headers }: Pick<Request, 'headers'>): string | undefined =>
  headers.get(ORGANIZATION_HEADER) || undefined

/**
 * The organization that a request names: that of its page, else what the app reads from the address. The API decides
 * whether the user is a member. Empty for an address that the app cannot read.
 */
export function requestedOrganization(
  request: OrganizationRequest,
  organizationOf: ((request: OrganizationRequest) => string | undefined) | undefined,
): string | undefined {
  try {
    return pageOrganization(request) ?? organizationOf?.(request)
  } catch {
    return ''
  }
}
