import type { OrganizationToken, Session } from './packed-session.ts'
import { expiryOf, organizationOf } from './unverified-claims.ts'

/**
 * What a refresh token is exchanged for.
 *
 * - `refresh`: a new token for the organization that the session is in.
 * - `switch`: the session moves to another organization.
 * - `enter`: one more token in addition to the session's own, for tabs that stay in an organization.
 */
export type RefreshIntent = { kind: 'refresh' } | { kind: 'switch' | 'enter'; organizationId: string }

/** Tokens of other organizations travel in the cookie with every request, and proxies take 8 kB of cookies. */
const MAXIMUM_LENGTH = 4_000

/** The session's token for an organization: its own or an additional one. */
export function tokenFor(session: Session, organizationId: string): OrganizationToken | undefined {
  return [session, ...(session.others ?? [])].find(isFor(organizationId))
}

const isFor =
  (organizationId: string | undefined) =>
  ({ accessToken }: OrganizationToken) =>
    organizationOf(accessToken) === organizationId

/**
 * The session with a token that the API returned, stored under the organization it is for: a lost response is repeated
 * whatever is requested next, so it need not be the requested one.
 */
export function withToken(session: Session, intent: RefreshIntent, token: OrganizationToken): Session {
  const organizationId = organizationOf(token.accessToken)
  const home = organizationOf(session.accessToken)
  if (intent.kind === 'enter' && organizationId === undefined) return session
  const isOwn = organizationId === undefined || home === undefined || organizationId === home
  if (isOwn || (intent.kind === 'switch' && organizationId === intent.organizationId)) {
    return withOwnToken(session, token)
  }
  return { ...session, others: fitting([token, ...othersThan(organizationId, session)]) }
}

/** The session in the organization of a token, wherever it was. */
export function withOwnToken(session: Session, token: OrganizationToken): Session {
  return { ...session, ...token, others: othersThan(organizationOf(token.accessToken), session) }
}

const othersThan = (organizationId: string | undefined, { others = [] }: Session) =>
  others.filter((other) => !isFor(organizationId)(other))

/** Those that fit, the newest always. The others are requested again when a tab needs them. */
function fitting(tokens: readonly OrganizationToken[]): OrganizationToken[] {
  let length = 0
  return tokens.filter(({ accessToken }, index) => {
    length += accessToken.length
    return index === 0 || length <= MAXIMUM_LENGTH
  })
}

/** Whether `after` has what was requested for `before`. */
export function satisfies(intent: RefreshIntent, before: Session, after: Session): boolean {
  switch (intent.kind) {
    case 'refresh':
      return isNewer(after, before)
    case 'switch':
      return (organizationOf(after.accessToken) ?? intent.organizationId) === intent.organizationId
    case 'enter': {
      const token = tokenFor(after, intent.organizationId)
      return token !== undefined && isNewer(token, tokenFor(before, intent.organizationId))
    }
  }
}

/** Whether the result of another request can still be used: a late request may find a token that has expired. */
export function isUsable(intent: RefreshIntent, session: Session, now: number): boolean {
  const token = intent.kind === 'refresh' ? session : tokenFor(session, intent.organizationId)
  if (token === undefined) return false
  return refreshedJustNow(token, now) || (expiryOf(token.accessToken) ?? Number.POSITIVE_INFINITY) > now
}

/** A token is renewed at most this often, whatever it and the clocks say. */
const SHORTEST_INTERVAL_MS = 15_000

/** Whether a refresh returned the token so recently that another refresh would not help. */
export function refreshedJustNow({ refreshedAt }: OrganizationToken, now: number): boolean {
  const age = now - (refreshedAt ?? Number.NEGATIVE_INFINITY)
  return age >= 0 && age < SHORTEST_INTERVAL_MS
}

/** Within one second the API may return the same text twice. */
const isNewer = (token: OrganizationToken, before: OrganizationToken | undefined) =>
  token.accessToken !== before?.accessToken || token.refreshedAt !== before.refreshedAt
