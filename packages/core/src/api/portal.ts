import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Makes a link to the Admin Portal, where an organization's administrator sets up SSO, directories or domains. It
 * works for five minutes: redirect to it at once.
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
  /** The id of the organization. */
  organization: string
  /** What is set up there. */
  intent?: PortalIntent
  /** Where the portal leads back to. */
  returnUrl?: string
  /** Where the portal leads when the set-up is done. */
  successUrl?: string
  itContactEmails?: readonly string[]
}

/** What is set up in the Admin Portal. New intents are accepted as they come. */
export type PortalIntent =
  | 'sso'
  | 'dsync'
  | 'audit_logs'
  | 'log_streams'
  | 'domain_verification'
  | 'certificate_renewal'
  | 'bring_your_own_key'
  | (string & {})

/** A link to the Admin Portal. It lets in anyone who has it, so it does not show in logs or JSON. */
export interface PortalLink {
  /** Secret. */
  link: string
}

const readPortalLink = object<PortalLink>({ link: 'string' }, ['link'])
