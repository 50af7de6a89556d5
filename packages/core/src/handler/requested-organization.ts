import { ORGANIZATION_HEADER } from '../session/payload.ts'

/** A request, as far as it can tell which organization it is for. */
export type OrganizationRequest = Pick<Request, 'headers' | 'url'>

const ID = /^[\w.-]{1,128}$/

/**
 * The organization that a request asks to be in: its page's own by the header, else what the app reads from the
 * address. Only a wish: whether the person may enter is the service's to say.
 */
export function requestedOrganization(
  request: OrganizationRequest,
  organizationOf: ((request: OrganizationRequest) => string | undefined) | undefined,
): string | undefined {
  const id = request.headers.get(ORGANIZATION_HEADER) ?? readAddress()
  return id !== undefined && ID.test(id) ? id : undefined

  function readAddress(): string | undefined {
    try {
      return organizationOf?.(request)
    } catch {
      // An address that the app cannot read names no organization.
      return undefined
    }
  }
}
