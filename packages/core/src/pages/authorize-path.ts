import type { FlowKind } from '../flow/index.ts'
import type { AuthHandler } from '../handler/index.ts'

/** Where a user signs in outside of the app: a provider such as `GoogleOAuth`, a connection, or an organization. */
export type ProviderTarget = ({ provider: string } | { connection: string } | { organization: string }) & {
  email?: string
  returnTo?: string
  /** The flow whose page a user comes back to who gives up. Default: `sign-in`. */
  kind?: FlowKind
}

/** The path that starts a sign-in at a provider, in this browser. Follow it by a link or a redirect. */
export function authorizePath({ basePath }: Pick<AuthHandler, 'basePath'>, to: ProviderTarget): string {
  const given = Object.entries(to).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${basePath}/authorize?${new URLSearchParams(given)}`
}
