import type { Clock } from '../api/clock.ts'
import type { Client } from '../api/index.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import { ConfigError } from '../errors/index.ts'
import type { SignedIn } from '../session/auth.ts'
import type { SendEmail } from './email.ts'
import type { HandlerEvent } from './event.ts'
import type { OrganizationRequest } from './requested-organization.ts'

/** Settings of the handler. */
export interface AuthHandlerOptions {
  /** From `createClient`. Holds the API key; nothing else here does. Default: one made of the next three. */
  client?: Client
  /** Default: `WORKOS_API_KEY`. */
  apiKey?: string
  /** Default: `WORKOS_CLIENT_ID`. */
  clientId?: string
  /** Default: `WORKOS_BASE_URL`, else the service's own address. */
  baseUrl?: string
  /**
   * Where the app is served, such as `https://app.example.com`. Shapes every URL and cookie; `Host` never does.
   * Default: `LATCHKEY_APP_ORIGIN`.
   */
  appOrigin?: string
  /** At least 32 random bytes. A list rotates: the first seals, all open. Default: `LATCHKEY_COOKIE_SECRET`. */
  cookieSecret?: string | readonly string[]
  /** Where the handler is mounted. Default `/auth`. */
  basePath?: string
  /** Shares the cookies with the subdomains of this domain. Default: this host alone. */
  cookieDomain?: string
  /** Default: the client's clock. */
  clock?: Clock
  /**
   * Makes all instances refresh a session once. One that is durable also lets early refreshes happen in the
   * background. Default: `memoryCoordinator()`, each process by itself, and an early refresh is waited for, so that
   * its cookie goes out at once.
   */
  coordinator?: Coordinator
  /** Told about sign-ins, refreshes and refusals; never about tokens. What it throws is ignored. */
  onEvent?: (event: HandlerEvent) => void
  /** Where to go after signing in, when the page asked for nothing else. Default `/`. */
  returnTo?: string
  /** Where to go after signing out. Default `/`. */
  signedOutReturnTo?: string
  /** Other origins that `returnTo` may name. */
  allowedOrigins?: readonly string[]
  /** Other origins whose pages may post here, on the same site. */
  trustedOrigins?: readonly string[]
  /** The app's pages that render the flows. */
  pages?: Partial<FlowPages>
  /** What the first step offers. */
  methods?: readonly string[]
  /** OAuth providers to offer, such as `GoogleOAuth`. */
  providers?: readonly string[]
  /** Sends mails yourself, when the service's own mails are switched off. Default: the service sends them. */
  sendEmail?: SendEmail
  /** Whether people may register. Default `true`. */
  signUp?: boolean
  /** Accepted `iss` values of access tokens. Default: the forms the API is known to use for this client. */
  issuers?: readonly string[]
  /** Seconds that clocks may differ. Default 30. */
  clockSkewSeconds?: number
  /** Seconds from sign-in to the end of any session. Default 30 days. */
  sessionMaxAgeSeconds?: number
  /** Seconds since sign-in within which an address or password may be changed. Default 600. */
  freshAuthenticationSeconds?: number
  /** Reads sessions that the vendor's SDK sealed, so that people stay signed in when an app moves over. */
  vendorCookie?: { password: string; name?: string }
  /** Answers `GET /token` with the access token. Default `false`. */
  exposeAccessToken?: boolean
  /** Whether somebody may manage the members and invitations of the current organization. */
  canManageMembers?: (auth: SignedIn) => boolean
  /**
   * Which organization a request is for, in apps whose addresses say so, such as `/org_123/settings`. Whoever may not
   * enter it is signed in without an organization. What a page was given as its own (`organizationId` of the client)
   * comes first. Default: the organization that the session is in.
   */
  organizationOf?: (request: OrganizationRequest) => string | undefined
  /** Where the client's address comes from. Default: unknown; proxies' headers are not trusted by themselves. */
  clientAddress?: (request: Request) => string | undefined
  /**
   * Keeps a Worker or function alive for work that outlives the answer: mails and refreshes in the background. The
   * handler lives longer than a request, so it is the platform's, such as `waitUntil` of `cloudflare:workers`.
   */
  waitUntil?: (work: Promise<unknown>) => void
}

/** Paths of the app's own pages. */
export interface FlowPages {
  /** Default `/sign-in`. */
  signIn: string
  /** Default `/sign-up`. */
  signUp: string
  /** Default `/forgot-password`. */
  forgotPassword: string
  /** Default `/reset-password`. */
  resetPassword: string
  /** Default `/invite`. */
  invitation: string
  /** Shows the code of a sign-in from another device. Default `/device`. */
  device: string
}

/** The pages an app has unless it says otherwise. */
export const DEFAULT_PAGES: FlowPages = {
  signIn: '/sign-in',
  signUp: '/sign-up',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  invitation: '/invite',
  device: '/device',
}

/**
 * The app's origin as a URL.
 *
 * @throws {ConfigError} `app_origin_invalid` unless it is https, or http on loopback, without path or query.
 */
export function readAppOrigin(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const loopback =
    url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/.test(url.hostname)
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)
  if (url === undefined || !secure || url.href !== `${url.origin}/`) {
    throw new ConfigError(
      'app_origin_invalid',
      'appOrigin must be an origin such as https://app.example.com (http only on localhost), without a path.',
      { option: 'appOrigin' },
    )
  }
  return url
}

/**
 * A path below which routes live, without a trailing slash.
 *
 * @throws {ConfigError} `option_invalid` for anything but plain path segments.
 */
export function readBasePath(value = '/auth'): string {
  if (!/^(\/[\w.~-]+)+$/.test(value) || value.split('/').some((part) => part === '.' || part === '..')) {
    throw new ConfigError('option_invalid', 'basePath must look like /auth.', { option: 'basePath' })
  }
  return value
}
