import type { FlowKind } from '../flow/index.ts'
import type { AuthHandler } from '../handler/index.ts'

/** Where a user signs in outside the app: with a provider such as `GoogleOAuth`, an SSO connection or an organization. */
export type ProviderTarget = ({ provider: string } | { connection: string } | { organization: string }) & {
  email?: string
  returnTo?: string
  /** The flow to return to if the user cancels. Default: `sign-in`. */
  kind?: FlowKind
}

/** The path that starts a sign-in with a provider in this browser. Use it in a link or a redirect. */
export function authorizePath({ basePath }: Pick<AuthHandler, 'basePath'>, to: ProviderTarget): string {
  const given = Object.entries(to).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${basePath}/authorize?${new URLSearchParams(given)}`
}
