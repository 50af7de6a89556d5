import { ORGANIZATION_HEADER } from '../../session/session-payload.ts'

/** The part of a request that can name its organization. */
export type OrganizationRequest = Pick<Request, 'headers' | 'url'>

/** The organization to which the page that sent the request is pinned. */
export const pageOrganization = ({ headers }: Pick<Request, 'headers'>): string | undefined =>
  headers.get(ORGANIZATION_HEADER) || undefined

/** What RFC 3986 §2.3 never needs to escape. */
const UNRESERVED = /^[\w.~-]$/

/**
 * The URL without escapes that mean nothing (RFC 3986 §6.2.2.2). Routers open `/%6f/org_1` as `/o/org_1`, so the app must read
 * the same organization from both.
 */
const withoutEscapes = (url: string): string =>
  url.replace(/%[2-7][0-9a-f]/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    return UNRESERVED.test(character) ? character : escaped
  })

/**
 * The organization that a request names: the one that the app reads from the URL, else that of its page. The URL decides,
 * because an app may read the organization of its data from there, and anyone can add a header. The API decides whether the
 * user is a member. Empty for a URL that the app cannot read.
 */
export function requestedOrganization(
  request: OrganizationRequest,
  organizationOf: ((request: OrganizationRequest) => string | undefined) | undefined,
): string | undefined {
  try {
    const { headers, url } = request
    return organizationOf?.({ headers, url: withoutEscapes(url) }) ?? pageOrganization(request)
  } catch {
    return ''
  }
}
