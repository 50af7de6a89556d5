import type { EngineContext } from '../../context/engine-context.ts'
import { domainKey } from '../../contract/email-address.ts'
import { fromJson } from '../../storage/json.ts'
import { activeConnections, connectionsOf, findConnection } from '../connections/connections.ts'
import { type AuthorizeQuery, PROVIDERS, type Target } from './authorization-request.ts'

/** The error parameters of a redirect without a code. */
export interface AuthorizeError {
  error: string
  error_description: string
}

/** A connection takes precedence over an organization, and an organization over a provider. */
export async function selectTarget(
  context: EngineContext,
  query: AuthorizeQuery,
): Promise<Target | AuthorizeError> {
  const connectionId = query.connection_id ?? query.connection
  if (connectionId !== undefined) return byConnection(context, connectionId)
  const organizationId = query.organization_id ?? query.organization
  if (organizationId !== undefined && query.provider !== 'authkit')
    return byOrganization(context, organizationId)
  if (query.provider === 'authkit') return { kind: 'authkit' }
  if (query.provider !== undefined && (PROVIDERS as readonly string[]).includes(query.provider)) {
    return { kind: 'provider', provider: query.provider }
  }
  const domain = query.domain ?? query.domain_hint
  if (domain !== undefined) return byDomain(context, domain)
  return refusal(
    'invalid_connection_selector',
    'A valid provider, connection_id or organization_id is required.',
  )
}

async function byConnection(context: EngineContext, id: string): Promise<Target | AuthorizeError> {
  const row = await findConnection(context, id)
  if (row === undefined) return refusal('connection_invalid', 'There is no such connection.')
  if (row.state !== 'active') return refusal('connection_unlinked', 'The connection is not active.')
  return { kind: 'connection', id: row.id }
}

async function byOrganization(context: EngineContext, id: string): Promise<Target | AuthorizeError> {
  const ids = await connectionsOf(context, id)
  const [first] = ids
  if (first === undefined)
    return refusal('organization_invalid', 'The organization is unknown or has no connection.')
  if (ids.length > 1)
    return refusal('ambiguous_connection_selector', 'The organization has several connections.')
  return { kind: 'connection', id: first }
}

async function byDomain(context: EngineContext, domain: string): Promise<Target | AuthorizeError> {
  const rows = await activeConnections(context)
  const key = domainKey(domain) ?? ''
  const match = rows.find((row) => fromJson<string[]>(row.domains).includes(key))
  if (match === undefined) return refusal('invalid_connection_selector', 'No connection serves this domain.')
  return { kind: 'connection', id: match.id }
}

function refusal(error: string, error_description: string): AuthorizeError {
  return { error, error_description }
}
