import type { FlowKind } from '../flow/step.ts'

/** Context for a sign-in with a provider that starts from a page of a flow. */
export interface AuthorizeFrom {
  kind: FlowKind
  /** Default: the handler's default. */
  returnTo?: string
  /** The id of the attempt. */
  flow?: string
  /** The token of the invitation that is being accepted. */
  invitationToken?: string
}

/** Where to sign in. Set one of: a provider, an SSO connection, an organization, or an email address with an SSO domain. */
export interface AuthorizeTo {
  provider?: string
  connection?: string
  organization?: string
  email?: string
}

/** Where a form of the flow posts to without JavaScript, and its hidden fields. */
export interface FlowTarget {
  action: string
  hidden: Readonly<Record<string, string>>
}

/**
 * The route that starts sign-in with a provider, a connection or an organization's identity provider, and the form's fields.
 */
export const authorizeTarget = (basePath: string, from: AuthorizeFrom): FlowTarget => ({
  action: `${basePath}/authorize`,
  hidden: filled({ ...from }),
})

/** Returns only the values that are set. */
export function filled(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}
