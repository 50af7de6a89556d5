import { ORGANIZATION_HEADER } from '../../session/session-payload.ts'

/** The part of a request that can name its organization. */
export type OrganizationRequest = Pick<Request, 'headers' | 'url'>

/** The organization to which the page that sent the request is pinned. */
export const pageOrganization = ({ headers }: Pick<Request, 'headers'>): string | undefined =>
  headers.get(ORGANIZATION_HEADER) || undefined

/**
 * The organization that a request names: that of its page, else the one that the app reads from the URL. The API decides
 * whether the user is a member. Empty for a URL that the app cannot read.
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
