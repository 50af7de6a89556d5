import { ORGANIZATION_HEADER } from '../../session/session-payload.ts'

/** The part of a request that can name its organization. */
export type OrganizationRequest = Pick<Request, 'headers' | 'url'>

/**
 * The part of a request that identifies its sender. Some frameworks provide only the headers. With `organizationOf`, such a
 * request has no organization: it could be for any.
 */
export type ResolvableRequest = Pick<Request, 'headers'> & { url?: string }

/** The organization to which the page that sent the request is pinned. */
export const pageOrganization = ({ headers }: Pick<Request, 'headers'>): string | undefined =>
  headers.get(ORGANIZATION_HEADER) || undefined

/** What RFC 3986 §2.3 never needs to escape. */
const UNRESERVED = /^[\w.~-]$/

/**
 * The URL without escapes that mean nothing, and with the others in upper case (RFC 3986 §6.2.2). Routers open `/%6f/org_1` as
 * `/o/org_1`, so the app must read the same organization from both.
 */
const withoutEscapes = (url: string): string =>
  url.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    return UNRESERVED.test(character) ? character : escaped.toUpperCase()
  })

type OrganizationOf = (request: OrganizationRequest) => string | undefined

const PARTS = /^([a-z][a-z\d+.-]*:\/\/[^/?#\\]*)([^?#]*)(.*)$/is

/** Paths in which routers and URL parsers see different segments: dot segments, backslashes, and empty segments. */
const AMBIGUOUS = /\\|[\p{Cc}]|\/\.{0,2}\/|\/\.{1,2}$|^[^/]/u

/**
 * The organization that the app reads from a URL. Many routers ignore the case of a path and a slash at its end, and open
 * `/O/org_1/` as `/o/org_1`, so an app that reads an organization from the second must not see none in the first. Empty if the
 * URL could be for an organization that the app cannot read from it.
 */
function organizationIn(url: string, headers: Headers, organizationOf: OrganizationOf): string | undefined {
  const [, origin, path, rest] = PARTS.exec(withoutEscapes(url)) ?? []
  if (path === undefined || AMBIGUOUS.test(path)) return ''
  const read = (spelled: string) => organizationOf({ headers, url: `${origin}${spelled}${rest}` })
  const otherEnd = (spelled: string) => (spelled.endsWith('/') ? spelled.slice(0, -1) : `${spelled}/`)
  const found = read(path) ?? (path.length > 1 ? read(otherEnd(path)) : undefined)
  if (found !== undefined) return found
  const lower = path.toLowerCase()
  return lower !== path && (read(lower) ?? read(otherEnd(lower))) !== undefined ? '' : undefined
}

/**
 * The organization that a request names: the one that the app reads from the URL, else that of its page. The URL decides,
 * because an app may read the organization of its data from there, and anyone can add a header. The API decides whether the
 * user is a member. Empty for a URL that the app cannot read, or that is unknown.
 */
export function requestedOrganization(
  request: ResolvableRequest,
  organizationOf: OrganizationOf | undefined,
): string | undefined {
  const { headers, url } = request
  if (organizationOf === undefined) return pageOrganization(request)
  if (url === undefined) return ''
  try {
    return organizationIn(url, headers, organizationOf) ?? pageOrganization(request)
  } catch {
    return ''
  }
}
