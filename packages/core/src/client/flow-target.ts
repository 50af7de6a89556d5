import type { FlowKind } from '../flow/step.ts'

/** What the sign-in at a provider belongs to, when it leaves from a page of a flow. */
export interface AuthorizeFrom {
  kind: FlowKind
  /** Default: what the handler says. */
  returnTo?: string
  /** The attempt's id. */
  flow?: string
  /** The token of the invitation that is being accepted. */
  invitationToken?: string
}

/** Where to sign in: one of a provider, an SSO connection, an organization, or the connection of an email's domain. */
export interface AuthorizeTo {
  provider?: string
  connection?: string
  organization?: string
  email?: string
}

/** Where a form of the flow posts to when there is no script, and what it carries besides its inputs. */
export interface FlowTarget {
  action: string
  hidden: Readonly<Record<string, string>>
}

/** The route that leaves for a provider, a connection or an organization's sign-in, and the fields of a form that does. */
export const authorizeTarget = (basePath: string, from: AuthorizeFrom): FlowTarget => ({
  action: `${basePath}/authorize`,
  hidden: filled({ ...from }),
})

/** Only the values that are there. */
export function filled(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}
