import type { OrganizationToken, Session } from './packed-session.ts'
import { expiryOf, organizationOf } from './unverified-claims.ts'

/**
 * What a refresh token is exchanged for.
 *
 * - `refresh`: a new token for the session's active organization. With `isRenewal`, it must be issued from now on, because
 *   the user has just left that organization.
 * - `switch`: the session moves to another organization.
 * - `enter`: one more token in addition to the session's own, for tabs that are pinned to an organization.
 */
export type RefreshIntent =
  | { kind: 'refresh'; isRenewal?: true }
  | { kind: 'switch' | 'enter'; organizationId: string }

/** The tokens of other organizations are in the cookie of every request, and proxies accept only 8 kB of cookies. */
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
 * The session with a token that the API returned, stored under the organization that the token is for. That need not be
 * the requested organization, because the API repeats a lost response whatever is requested next.
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

/** The session in the organization of a token, whatever its previous organization was. */
export function withOwnToken(session: Session, token: OrganizationToken): Session {
  return { ...session, ...token, others: othersThan(organizationOf(token.accessToken), session) }
}

const othersThan = (organizationId: string | undefined, { others = [] }: Session) =>
  others.filter((other) => !isFor(organizationId)(other))

/** The tokens that fit, always including the newest. Omitted tokens are requested again when a tab needs them. */
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

/** Whether the result of another request can still be used. The token may have expired in the meantime. */
export function isUsable(intent: RefreshIntent, session: Session, now: number): boolean {
  const token = intent.kind === 'refresh' ? session : tokenFor(session, intent.organizationId)
  if (token === undefined) return false
  return refreshedJustNow(token, now) || (expiryOf(token.accessToken) ?? Number.POSITIVE_INFINITY) > now
}

/** The minimum time between two refreshes of a token, whatever the token and the clocks say. */
const SHORTEST_INTERVAL_MS = 15_000

/** Whether the token was refreshed so recently that another refresh would not help. */
export function refreshedJustNow({ refreshedAt }: OrganizationToken, now: number): boolean {
  const age = now - (refreshedAt ?? Number.NEGATIVE_INFINITY)
  return age >= 0 && age < SHORTEST_INTERVAL_MS
}

/** The API may return an identical token twice within one second. */
const isNewer = (token: OrganizationToken, before: OrganizationToken | undefined) =>
  token.accessToken !== before?.accessToken || token.refreshedAt !== before.refreshedAt
