import type { Client } from '../../api/index.ts'
import type { Clock } from '../../base/clock.ts'
import type { Coordinator } from '../../coordinator/coordinator.ts'
import type { PasswordRules } from '../../flow/password-rules.ts'
import type { OAuthProvider, SignInMethod } from '../../flow/step.ts'
import type { SignedIn } from '../../session/auth.ts'
import type { Role } from '../../session/register.ts'
import type { HandlerEvent } from '../events/handler-event.ts'
import type { ImpersonationArea } from './impersonation-areas.ts'
import type { MemberChange } from './member-change.ts'
import type { OrganizationChange } from './organization-change.ts'
import type { SendEmail } from './outgoing-email.ts'
import type { OrganizationRequest } from './requested-organization.ts'
import type { BeforeSignUp, SignUpFields } from './sign-up-fields.ts'

/** Settings of the handler. */
export interface AuthHandlerOptions {
  /** From `createClient`. Holds the API key; nothing else here does. Default: one made of the next three. */
  client?: Client
  /** Default: `WORKOS_API_KEY`. */
  apiKey?: string
  /** Default: `WORKOS_CLIENT_ID`. */
  clientId?: string
  /** Default: `WORKOS_BASE_URL`, else the address of the API. */
  baseUrl?: string
  /**
   * Where the app is served, such as `https://app.example.com`, or `https://example.com/docs` for an app that is below
   * a path. Shapes every URL and cookie; `Host` never does. Default: `LATCHKEY_APP_ORIGIN`.
   */
  appOrigin?: string
  /**
   * The path that the whole app is below, such as `/docs`: the `basePath` of Next, `paths.base` of SvelteKit, `base` of
   * Vite, or what a proxy takes off the front. Every address that leaves the handler begins with it: the redirect URI
   * of single sign-on, the app's pages, links in emails, the way back after signing in and out, and
   * `basePath` of the handler, which forms and the browser's client use. `basePath`, `pages`, `returnTo` and
   * `signedOutReturnTo` are written without it, as the app's own router knows them, and one that begins with it already
   * stays as it is; the same holds for a path that a page asks to return to. Cookies keep the path `/`, because
   * `__Host-` names require it.
   *
   * Default: the path of `appOrigin`.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.4 RFC 6265, the path of a cookie}
   */
  appPath?: string
  /** At least 32 random bytes. With a list, the first secret encrypts, and all of them decrypt. Default: `LATCHKEY_COOKIE_SECRET`. */
  cookieSecret?: string | readonly string[]
  /**
   * Where browsers find the handler in the app. Default `/auth`. A request that shows only the end of the path, because
   * a framework, a sub-app or a proxy took the front of it off, is answered as well: with `/api/auth`, the handler
   * answers `/auth/session` like `/api/auth/session`.
   */
  basePath?: string
  /**
   * The path that requests show in front of the routes, where the default does not fit: `/` for Hono's
   * `app.mount('/auth', handler.handle)` or Express's `app.use('/auth', …)`, which take all of it off, or `/app1/auth`
   * behind a proxy that puts something in front. It is answered beside the path that browsers know, and nothing else is.
   * Default: `basePath` below `appPath`, and each of its ends that begins at a slash.
   */
  mountPath?: string
  /**
   * Shares the cookies with the subdomains of this domain, and so trusts every one of them: a subdomain can set cookies
   * of the domain, and sign a browser in to a session of its choice. Default: this host alone.
   */
  cookieDomain?: string
  /**
   * What the names of this app's cookies begin with, `orchard` for `__Host-orchard-session`: 1 to 40 letters, digits,
   * hyphens and underscores. Give the same to `createAuthClient`. Changing it signs every user out. Default: `lk`, the
   * port of `appOrigin` where it has one, and a short hash of the client ID, so that two apps on one host keep apart.
   */
  cookieName?: string
  /** Default: the client's clock. */
  clock?: Clock
  /**
   * Makes all instances refresh a session once. One that is durable also lets early refreshes happen in the
   * background. Default: `memoryCoordinator()`, each process by itself, and an early refresh is waited for, so that
   * its cookie goes out at once.
   */
  coordinator?: Coordinator
  /**
   * Keeps refreshing while the coordinator is unavailable, each process on its own. Default `false`: sessions with
   * expired access tokens are then `stale` until it is back.
   *
   * Safe only while the API accepts a refresh token again for some seconds after its first use: two instances that
   * refresh one session at the same time both send its token, and without that window the API ends the session. In
   * the outage, a sign-out also reaches the other instances late.
   */
  refreshWithoutCoordinator?: boolean
  /**
   * Called for sign-ins, refreshes, refusals and failures, with a `code` for each cause (`FaultCode`). Events never
   * contain tokens; errors thrown here are ignored.
   */
  onEvent?: (event: HandlerEvent) => void
  /**
   * Takes one line for each cause that only the operator can remove, such as a wrong API key: what was observed, the
   * setting and the fix. `false`: no line. Default: `console.warn`, and no line where `NODE_ENV` is `production`.
   */
  log?: false | ((line: string) => void)
  /** Where to go after signing in, when the page asked for nothing else. Default `/`. */
  returnTo?: string
  /** Where to go after signing out. Default `/`. */
  signedOutReturnTo?: string
  /** Other origins that `returnTo` may name. */
  allowedOrigins?: readonly string[]
  /** Other origins whose pages may post here, on the same site, such as `https://*.example.com`. A `*` is one whole label. */
  trustedOrigins?: readonly string[]
  /** The app's pages that render the flows, without `appPath`. */
  pages?: Partial<FlowPages>
  /** What the first step offers. */
  methods?: readonly SignInMethod[]
  /** OAuth providers to offer, such as `GoogleOAuth`. */
  providers?: readonly OAuthProvider[]
  /** Sends emails yourself, when the emails of the API are turned off. Default: the API sends them. */
  sendEmail?: SendEmail
  /** Whether visitors can create accounts. Default `true`. */
  signUp?: boolean
  /**
   * Further inputs of the sign-up form, by name: `{ company: { keep: 'metadata', label: 'Company', required: true } }`. The
   * forms draw them in this order, with the `label` (a text, or texts by language tag), `type` (`text`, `tel`, `url` or
   * `checkbox`), `required` and `autoComplete`. `metadata` keeps what is typed under the input's name, `externalId` as your
   * own id of the user, and `check` only shows it to `beforeSignUp`. An input that your own form draws is a place alone:
   * `{ employeeNumber: 'externalId', terms: 'check' }`. Ten at most. Every other input is left out. A user can type
   * anything, so check an external id in `beforeSignUp`. Default: none.
   */
  signUpFields?: SignUpFields
  /**
   * What the password policy of your environment asks for, so that forms for a new password say it beforehand and check it
   * while the user types: `{ minLength: 12, digit: true }`. The API decides, and has no operation that tells its policy.
   * `false`: the forms say nothing. Default: `{ minLength: 10 }`, the policy of a new environment.
   */
  passwordRules?: PasswordRules | false
  /**
   * Asked before an account is made by the sign-up form; returns what is wrong by input, as in
   * `{ terms: 'Accept the terms.' }`, or nothing. For terms, lists of addresses, and waiting lists. An error that it throws
   * makes no account either. With it, a code by email signs in to accounts that exist and makes none. Accounts
   * that the API makes itself, by a provider, single sign-on or its hosted page, are not asked about. Default: none.
   */
  beforeSignUp?: BeforeSignUp
  /**
   * Whether a user may delete the own account, with `POST /me/delete` and a fresh sign-in. Asked each time, so that it can
   * also end what depends on the account. Default: nobody.
   */
  canDeleteAccount?: (auth: SignedIn) => boolean | Promise<boolean>
  /** Whether a user may create an organization with `POST /organizations`, with the role `admin` in it. Default: nobody. */
  canCreateOrganization?: (auth: SignedIn) => boolean
  /**
   * Whether a user may change the active organization itself; `change` says what exactly: `rename`, `delete` (which also needs a
   * fresh sign-in and the organization's name, typed again), or `portal`, a link to the Admin Portal where an organization sets
   * up its own single sign-on, directory or domains. Default: nobody.
   */
  canManageOrganization?: (auth: SignedIn, change: OrganizationChange) => boolean
  /**
   * Whether a member may leave the active organization with `POST /organization/leave`. The last active member who can manage it
   * stays in any case. Default: nobody.
   */
  canLeaveOrganization?: (auth: SignedIn) => boolean
  /** Accepted `iss` values of access tokens. Default: the forms the API is known to use for this client. */
  issuers?: readonly string[]
  /**
   * Accepted `aud` values of access tokens beside the client ID: what the JWT template sets as `aud`. A token without
   * `aud` needs the claim `client_id`. Default: none.
   */
  audience?: string | readonly string[]
  /** Seconds that clocks may differ. Default 30. */
  clockSkewSeconds?: number
  /**
   * How many sessions and access tokens a process keeps opened and verified, so that the next request with one costs a
   * tenth: about 4 kB each, and together at most that much times the number. The half that was used last is always
   * kept. Every request is still judged by the time, the keys of the API, the sign-outs and the organization, and a
   * session leaves the memory when it is signed out, refreshed or no longer accepted. 0 keeps none. Default 20,000.
   */
  rememberedSessions?: number
  /** Seconds from sign-in to the end of any session. Default 30 days. */
  sessionMaxAgeSeconds?: number
  /** Seconds since sign-in within which an address or password may be changed. Default 600. */
  freshAuthenticationSeconds?: number
  /**
   * Reads sessions that the WorkOS SDK sealed, so that users stay signed in when an app moves to Latchkey. Remove it when
   * those sessions are over, after 30 days: until then a subdomain that can set a cookie of that name is trusted.
   */
  vendorCookie?: { password: string; name?: string }
  /**
   * What someone who is acting as a user may change, such as a support session started from the dashboard. Default:
   * nothing; reading, switching organizations and signing out stay. Password, email address and second factors are the
   * user's own and never open: what is changed there would outlast the impersonation. `access-token` is `GET /token`.
   */
  impersonation?: { allow: readonly ImpersonationArea[] }
  /**
   * Takes an access token of this client from `Authorization: Bearer` as well, for callers that keep no cookies: a mobile
   * app, a command line, another service, a script on another origin. `resolve`, the guards and the handler's routes treat
   * its user as they treat that of a session cookie. Such a request sets no cookie and needs no proof of its origin. One
   * whose token is not accepted is signed out, with 401 and `WWW-Authenticate` (RFC 6750), whichever cookies it has too.
   *
   * The caller refreshes its token by itself: see `authenticateWithRefreshToken`. The user's email address and names come
   * from the API, and are asked for again after five minutes. `freshWithin` needs the claim `auth_time` in the token.
   *
   * Scripts of other origins also need the app's CORS headers, in front of the handler and of the app's own routes: allow
   * the header `authorization`, and no credentials. Default `false`.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc6750 RFC 6750}
   */
  bearer?: boolean
  /** Answers `GET /token` with the access token. Default `false`. */
  exposeAccessToken?: boolean
  /**
   * Whether a user may see and change the members and invitations of the active organization; `change` says what exactly.
   * The last active member for whom it is `true` cannot be removed or given another role. Default: who has the role
   * `admin`.
   */
  canManageMembers?: (auth: SignedIn, change: MemberChange) => boolean
  /**
   * The roles that a manager may give to members and in invitations. Default: the manager's own roles and `member`; for
   * the role `admin` all.
   */
  assignableRoles?: (auth: SignedIn) => readonly Role[]
  /**
   * Which organization a request is for, in apps whose addresses say so, such as `/org_123/settings`. A user who is not
   * a member is signed in without an organization. What a page was given as its own (`organizationId` of the client)
   * comes first. Default: the organization that the session is in.
   */
  organizationOf?: (request: OrganizationRequest) => string | undefined
  /** Where the client's address comes from. Default: unknown; proxies' headers are not trusted by themselves. */
  clientAddress?: (request: Request) => string | undefined
  /**
   * Keeps a Worker or function alive for work that outlives the response: emails and refreshes. A refresh that the API
   * takes long to answer continues for up to a minute after its request was told "not now"; a platform that ends it
   * earlier loses the new token, and signs the user out. The handler lives longer than a request, so this is the
   * platform's own, such as `waitUntil` of `cloudflare:workers`.
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
