import type { Context } from 'hono'
import { Failure } from '../../base/failure.ts'
import { type Html, html } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { addConnection, listConnections } from '../../domain/connections/connections.ts'
import {
  getOrganizationDomain,
  verifyOrganizationDomain,
} from '../../domain/organization-domains/organization-domains.ts'
import { isVerified, type StoredDomain } from '../../domain/organizations/organization-schema.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { findPortalLink } from '../../domain/portal/portal-links.ts'
import { fromJson } from '../../storage/json.ts'
import type { OrganizationRow, PortalLinkRow } from '../../storage/tables.ts'
import { page, seeOther } from '../pages/layout.ts'
import { formFields } from '../pages/same-origin.ts'
import { messageOf } from './authenticate-on-page.ts'

/** The portal where a customer's administrator sets up the feature that the application requested. */
export async function portalPage(c: Context, context: EngineContext): Promise<Response> {
  const link = await findPortalLink(context, c.req.query('token') ?? '')
  if (link === undefined) {
    const content = html`<main><h1>This link has expired</h1><p>Request a new one in the application.</p></main>`
    return page({ title: 'This link has expired', status: 404 }, content)
  }
  const organization = await getOrganization(context, link.organization_id)
  if (c.req.method !== 'POST') return shown(context, link, organization)
  const fields = await formFields(c.req.raw)
  try {
    await context.storage.atomically(() => setUp(context, link, organization, fields))
  } catch (error) {
    if (error instanceof Failure) return shown(context, link, organization, messageOf(error))
    throw error
  }
  const here = `${context.config.baseUrl}${new URL(c.req.url).pathname}${new URL(c.req.url).search}`
  return seeOther(link.success_url ?? here)
}

async function setUp(
  context: EngineContext,
  link: PortalLinkRow,
  organization: OrganizationRow,
  fields: Map<string, string>,
): Promise<void> {
  if (link.intent === 'domain_verification') {
    const owned = await getOrganizationDomain(context, fields.get('domain') ?? '')
    if (owned.organizationId === organization.id) await verifyOrganizationDomain(context, owned)
    return
  }
  if (link.intent !== 'sso') return
  const domains = fromJson<StoredDomain[]>(organization.domains).filter(isVerified)
  await addConnection(context, {
    organizationId: organization.id,
    name: fields.get('name')?.trim() || `${organization.name} SSO`,
    type: 'GenericSAML',
    domains: domains.map(({ domain }) => domain),
    profiles: [],
  })
}

async function shown(
  context: EngineContext,
  link: PortalLinkRow,
  organization: OrganizationRow,
  error?: string,
): Promise<Response> {
  const content = html`<main><h1>${organization.name}</h1>
${error !== undefined && html`<p class="error" role="alert">${error}</p>`}
${await contentFor(context, link, organization)}
${link.return_url !== null && html`<p><a href="${link.return_url}">Back to the application</a></p>`}</main>`
  return page({ title: `Set up ${organization.name}`, status: error === undefined ? 200 : 400 }, content)
}

async function contentFor(
  context: EngineContext,
  { intent }: PortalLinkRow,
  organization: OrganizationRow,
): Promise<Html> {
  if (intent === 'domain_verification') {
    const domains = fromJson<StoredDomain[]>(organization.domains)
    return html`<h2>Domains</h2>${domains.map(domainView)}`
  }
  if (intent !== 'sso') return html`<p>The emulator has no pages for ${intent}.</p>`
  const { rows } = await listConnections(context, {
    organization_id: organization.id,
    limit: 100,
    order: 'asc',
  })
  return html`<h2>Single sign-on</h2>
<ul>${rows.map(({ name, state }) => html`<li>${name}: ${state}</li>`)}</ul>
<form method="post"><label>Name of the connection <input name="name" required></label>
<button>Connect</button></form>`
}

function domainView(domain: StoredDomain): Html {
  if (isVerified(domain) || domain.verification === undefined)
    return html`<p>${domain.domain}: ${domain.state}</p>`
  const { prefix, token } = domain.verification
  return html`<form method="post"><p>${domain.domain}: ${domain.state}. Add this TXT record to the domain:</p>
<p><code>${prefix}=${token}</code></p>
<input type="hidden" name="domain" value="${domain.id}"><button>Verify ${domain.domain}</button></form>`
}
