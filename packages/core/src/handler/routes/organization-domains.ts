import type { DomainEntry, ListPayload } from '../../account/account-payload.ts'
import { ApiError } from '../../errors/index.ts'
import { RouteError } from '../failures/route-error.ts'
import { readDomainName } from '../identity/domain-name.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireSignedIn } from '../route/require-signed-in.ts'
import type { Route, RouteRequest } from '../route/route.ts'
import { requireAllowed } from './organization.ts'

type Domain = Awaited<ReturnType<HandlerContext['client']['getOrganizationDomain']>>

/** `GET /organization/domains`: the email domains of the active organization, with the records that verify them. */
export const listDomains: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const { organizationId } = auth
  if (organizationId === undefined || !context.mayManageOrganization(auth, { action: 'domains' }))
    throw new RouteError('forbidden')
  const { domains } = await context.client.getOrganization({ organizationId })
  const body: ListPayload<DomainEntry> = { data: domains.map(domainEntry), after: null, before: null }
  return { body }
}

/** `POST /organization/domains`: adds a domain, which waits for its TXT record. */
export const addDomain: Route = async (request, context) => {
  const { organizationId } = await requireAllowed(request, context, { action: 'domains' })
  const domain = readDomainName(request.fields.domain?.trim() ?? '')
  if (domain === undefined) throw new RouteError('domain_invalid')
  try {
    const added = await context.client.createOrganizationDomain({ organizationId, domain })
    return { status: 201, body: domainEntry(added) }
  } catch (cause) {
    // The API rejects more names than our check of the spelling.
    if (cause instanceof ApiError && cause.status === 422) throw new RouteError('domain_invalid')
    throw cause
  }
}

/** `POST /organization/domains/verify`: looks for the TXT record. The API may also find it later. */
export const verifyDomain: Route = async (request, context) => {
  const { id: organizationDomainId } = await requireDomain(request, context)
  return { body: domainEntry(await context.client.verifyOrganizationDomain({ organizationDomainId })) }
}

/** `DELETE /organization/domains/:id` and `POST /organization/domains/remove`: removes a domain from the organization. */
export const removeDomain: Route = async (request, context) => {
  const { id: organizationDomainId } = await requireDomain(request, context)
  await context.client.deleteOrganizationDomain({ organizationDomainId })
  return { body: {} }
}

/** A domain of the active organization: the one in the verified token, whatever the request names. */
async function requireDomain(request: RouteRequest, context: HandlerContext): Promise<Domain> {
  const { organizationId } = await requireAllowed(request, context, { action: 'domains' })
  const organizationDomainId = request.id || request.fields.domainId || ''
  const domain = await context.client.getOrganizationDomain({ organizationDomainId })
  if (domain.organizationId !== organizationId) throw new RouteError('not_found')
  return domain
}

/** The prefix of the token if the API does not name one. */
const DEFAULT_PREFIX = 'verification_token'

function domainEntry({ id, domain, state, verificationPrefix, verificationToken }: Domain): DomainEntry {
  const isVerified = state === 'verified' || state === 'legacy_verified'
  const hasRecord = !isVerified && Boolean(verificationToken)
  return {
    id,
    domain,
    state: isVerified ? 'verified' : state === 'failed' ? 'failed' : 'pending',
    // https://workos.com/docs/domain-verification/api: a TXT record at the domain itself.
    record: hasRecord
      ? { name: domain, value: `${verificationPrefix || DEFAULT_PREFIX}=${verificationToken}` }
      : null,
  }
}
