import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Creates a link to the Admin Portal, where an organization's administrator sets up SSO, directories or domains. It
 * expires after five minutes, so redirect to it immediately.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden`, `bad_request` or `invalid_request_parameters`.
 * @see OpenAPI `POST /portal/generate_link`
 */
export function generatePortalLink(
  api: Api,
  params: GeneratePortalLinkParams,
  options?: CallOptions,
): Promise<PortalLink> {
  const at = path`/portal/generate_link`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readPortalLink, result: 'portalLink' },
    options,
  )
}

export interface GeneratePortalLinkParams {
  /** The ID of the organization. */
  organization: string
  /** The feature to set up. */
  intent?: PortalIntent
  /** The URL that the portal links back to. */
  returnUrl?: string
  /** The URL that the portal redirects to after the setup is complete. */
  successUrl?: string
  itContactEmails?: readonly string[]
}

/** The feature to set up in the Admin Portal. Values that are not listed here are accepted too. */
export type PortalIntent =
  | 'sso'
  | 'dsync'
  | 'audit_logs'
  | 'log_streams'
  | 'domain_verification'
  | 'certificate_renewal'
  | 'bring_your_own_key'
  | (string & {})

/** A link to the Admin Portal. It gives access to anyone who has it, so it is redacted in logs and JSON. */
export interface PortalLink {
  /** Secret. */
  link: string
}

const readPortalLink = object<PortalLink>({ link: 'string' }, ['link'])
