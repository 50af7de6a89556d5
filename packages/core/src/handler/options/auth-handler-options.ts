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
import type { UserFields } from './user-fields.ts'

/** Settings of the handler. */
export interface AuthHandlerOptions {
  /**
   * The API client from `createClient`. It contains the API key; no other option does. Default: a client created from the next
   * three options.
   */
  client?: Client
  /** Default: `WORKOS_API_KEY`. */
  apiKey?: string
  /** Default: `WORKOS_CLIENT_ID`. */
  clientId?: string
  /** Default: `WORKOS_BASE_URL`, else the address of the API. */
  baseUrl?: string
  /**
   * Where users reach the app, such as `https://app.example.com`, or `https://example.com/docs` for an app under a path. All
   * URLs and cookies are built from it, never from the `Host` header. Default: `LATCHKEY_APP_ORIGIN`.
   */
  appOrigin?: string
  /**
   * The path that the whole app is under, such as `/docs`: the `basePath` of Next, `paths.base` of SvelteKit, `base` of Vite,
   * or the prefix that a proxy strips. Every URL that the handler generates begins with it: the redirect URI of single
   * sign-on, the app's pages, links in emails, the return after sign-in and sign-out, and the handler's `basePath`, which
   * forms and the browser client use. Write `basePath`, `pages`, `returnTo` and `signedOutReturnTo` without it, as your
   * router does. A path that already begins with it stays as it is, and so does a path that a page asks to return to. Cookies
   * keep the path `/`, because `__Host-` names require it.
   *
   * Default: the path of `appOrigin`.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.4 RFC 6265, the path of a cookie}
   */
  appPath?: string
  /** At least 32 random bytes. With a list, the first secret encrypts, and all of them decrypt. Default: `LATCHKEY_COOKIE_SECRET`. */
  cookieSecret?: string | readonly string[]
  /**
   * Where browsers find the handler in the app. Default `/auth`. The handler also accepts a request that shows only the end
   * of this path, because a framework, a sub-app or a proxy stripped the rest: with `/api/auth`, it serves `/auth/session`
   * like `/api/auth/session`.
   */
  basePath?: string
  /**
   * The path that requests show in front of the routes, for setups that the default does not cover: `/` for Hono's
   * `app.mount('/auth', handler.handle)` and Express's `app.use('/auth', …)`, which strip the whole path, or `/app1/auth`
   * behind a proxy that adds a prefix. The handler accepts this path and the one that browsers use, and no other. Default:
   * `basePath` under `appPath`, and each end of it that begins with a slash.
   */
  mountPath?: string
  /**
   * Shares the cookies with all subdomains of this domain. This trusts every subdomain: each of them can set cookies for the
   * domain and sign a browser in to a session of its choice. Default: the cookies belong to this host alone.
   */
  cookieDomain?: string
  /**
   * The prefix of the names of this app's cookies: `orchard` gives `__Host-orchard-session`. 1 to 40 letters, digits, hyphens
   * and underscores. Pass the same prefix to `createAuthClient`. Changing it signs every user out. Default: `lk`, the port of
   * `appOrigin` if it has one, and a short hash of the client ID, so that two apps on one host do not share cookies.
   */
  cookieName?: string
  /** Default: the client's clock. */
  clock?: Clock
  /**
   * Makes sure that a session is refreshed only once, even with several instances. With a durable coordinator, early
   * refreshes run in the background. Default: `memoryCoordinator()`. It covers one process, and a request waits for an early
   * refresh, so that the new cookie is sent with its response.
   */
  coordinator?: Coordinator
  /**
   * Keeps refreshing while the coordinator is unavailable, in each process independently. Default `false`: sessions with
   * expired access tokens are `stale` until the coordinator is back.
   *
   * This is safe only if the API accepts a refresh token again for some seconds after its first use. Two instances that
   * refresh one session at the same time both send its token, and without this reuse window the API ends the session. During
   * the outage, a sign-out also reaches the other instances late.
   */
  refreshWithoutCoordinator?: boolean
  /**
   * Called for sign-ins, refreshes, refusals and failures, with a `code` for each cause (`FaultCode`). Events never contain
   * tokens. Errors thrown by this function are ignored.
   */
  onEvent?: (event: HandlerEvent) => void
  /**
   * Receives one line for each problem that only the operator can fix, such as a wrong API key: what was observed, the
   * setting, and the fix. `false` turns it off. Default: `console.warn`, and nothing if `NODE_ENV` is `production`.
   */
  log?: false | ((line: string) => void)
  /** Where to go after sign-in, unless the page asked for another path. Default `/`. */
  returnTo?: string
  /** Where to go after sign-out. Default `/`. */
  signedOutReturnTo?: string
  /** Other origins that `returnTo` can lead to. */
  allowedOrigins?: readonly string[]
  /**
   * Other origins on the same site whose pages may post to this handler, such as `https://*.example.com`. A `*` matches one
   * whole label.
   */
  trustedOrigins?: readonly string[]
  /** The app's pages that render the flows, without `appPath`. */
  pages?: Partial<FlowPages>
  /** What the first step offers. */
  methods?: readonly SignInMethod[]
  /** OAuth providers to offer, such as `GoogleOAuth`. */
  providers?: readonly OAuthProvider[]
  /** Sends the emails from your app, if the emails of the API are turned off. Default: the API sends them. */
  sendEmail?: SendEmail
  /** Whether visitors can create accounts. Default `true`. */
  signUp?: boolean
  /**
   * The inputs of the sign-up form besides the email address and the password. `firstName` and `lastName` are `required`,
   * `optional` (the default) or `false`, which leaves the input out.
   *
   * All other names are additional inputs: `{ company: { keep: 'metadata', label: 'Company', required: true } }`. At most
   * ten; other inputs are ignored. The forms show them in this order, with `label` (a text, or texts by language tag),
   * `type` (`text`, `tel`, `url` or `checkbox`), `required` and `autoComplete`.
   *
   * `keep` says where the value goes: `metadata` stores it under the input's name, `externalId` stores it as your own ID of
   * the user, and `check` only passes it to `beforeSignUp`. For an input that your own form renders, the destination alone is
   * enough: `{ employeeNumber: 'externalId', terms: 'check' }`. Users can type anything, so check an external ID in
   * `beforeSignUp`.
   *
   * With a required input, a code by email signs in to existing accounts and creates none. Accounts that the API creates
   * itself, by a provider, by single sign-on or on its hosted page, may lack the inputs. Default: both names, optional.
   */
  signUpFields?: SignUpFields
  /**
   * The password policy of your environment, such as `{ minLength: 12, digit: true }`. Forms for a new password show the
   * rules and check them while the user types. The API has no operation that returns its policy, and its decision is final.
   * `false` shows no rules. Default: `{ minLength: 10 }`, the policy of a new environment.
   */
  passwordRules?: PasswordRules | false
  /**
   * Called before the sign-up form creates an account. Return what is wrong by input, such as `{ terms: 'Accept the terms.'
   * }`, or nothing. Use it for terms, allow lists and waitlists. If it throws, no account is created. With this option, a
   * code by email signs in to existing accounts and creates none. It is not called for accounts that the API creates itself:
   * by a provider, by single sign-on, or on its hosted page. Default: none.
   */
  beforeSignUp?: BeforeSignUp
  /**
   * Whether users may delete their own account, with `POST /me/delete` and a recent sign-in. Called last for each deletion,
   * so it can also clean up what depends on the account. The last manager of an organization that has other active members can
   * never delete their account. Default: not allowed.
   */
  canDeleteAccount?: (auth: SignedIn) => boolean | Promise<boolean>
  /**
   * Whether a user may create an organization with `POST /organizations`. The user gets the role `admin` in it.
   * Default: not allowed.
   */
  canCreateOrganization?: (auth: SignedIn) => boolean
  /**
   * Whether a user may change the active organization. `change` is `rename`, `delete` (which also requires a recent
   * sign-in and the organization's name, typed again), `domains`, its email domains, or `portal`, a link to the Admin
   * Portal, where an organization sets up its own single sign-on, directory and domains. Default: not allowed.
   */
  canManageOrganization?: (auth: SignedIn, change: OrganizationChange) => boolean
  /**
   * Whether a member may leave the active organization with `POST /organization/leave`. The last active member who can
   * manage the organization can never leave. Default: not allowed.
   */
  canLeaveOrganization?: (auth: SignedIn) => boolean
  /** Accepted `iss` values of access tokens. Default: the forms that the API is known to use for this client. */
  issuers?: readonly string[]
  /**
   * Accepted `aud` values of access tokens besides the client ID: the `aud` of your JWT template. A token without `aud` needs
   * the claim `client_id`. Default: none.
   */
  audience?: string | readonly string[]
  /** The maximum difference between the clocks of the app and the API, in seconds. Default 30. */
  clockSkewSeconds?: number
  /**
   * How many opened sessions and verified access tokens a process keeps in memory, so that the next request with one of them
   * costs a tenth as much. Each takes about 4 kB, and the total never exceeds that times this number. The most recently used
   * half always stays. Every request is still checked against the time, the keys of the API, sign-outs and the organization.
   * A session leaves the memory when it is signed out, refreshed or no longer accepted. 0 turns it off. Default 20,000.
   */
  rememberedSessions?: number
  /**
   * What the session's user has besides the email address, the names and the picture, such as `{ externalId: true, metadata:
   * ['plan'] }`. It is part of `auth.user` on the server and of the user in the page, so list only metadata that the user
   * may read. A change in the API shows with the next refresh of the session, within minutes. A session keeps 1,000 bytes of
   * metadata; what does not fit is left out and reported as `user_fields_too_large`. Default: neither.
   */
  userFields?: UserFields
  /** The maximum length of a session, in seconds after sign-in. Default 30 days. */
  sessionMaxAgeSeconds?: number
  /**
   * For how many seconds after sign-in the user can change the email address, add or remove a second factor, and delete the
   * account or the organization. To change the password, the user enters the current one instead. Default 600.
   */
  freshAuthenticationSeconds?: number
  /**
   * Accepts sessions that the WorkOS SDK sealed, so that users stay signed in when an app moves to Latchkey. Remove it after
   * 30 days, when those sessions have ended: until then, a subdomain that can set a cookie of that name is trusted. `password`
   * is the cookie password of that SDK. Default: `WORKOS_COOKIE_PASSWORD`. `name` is the name of its cookie. Default:
   * `wos-session`.
   */
  vendorCookie?: { password?: string | undefined; name?: string }
  /**
   * What someone who impersonates a user may change, such as a support session started from the dashboard. Default: nothing.
   * Reading, switching organizations and signing out always work. Passwords, email addresses and second factors can never be
   * changed, because such a change would outlast the impersonation. `access-token` is `GET /token`.
   */
  impersonation?: { allow: readonly ImpersonationArea[] }
  /**
   * Also accepts an access token of this client in `Authorization: Bearer`, for callers without cookies: a mobile app, a
   * command-line tool, another service, or a script on another origin. `resolve`, the guards and the handler's routes treat
   * its user like the user of a session cookie. Such a request sets no cookie and needs no proof of its origin. If its token
   * is not accepted, the request is signed out, with 401 and `WWW-Authenticate` (RFC 6750), even if it also has a valid
   * cookie.
   *
   * The caller refreshes its own token: see `authenticateWithRefreshToken`. The user's email address and names come from the
   * API and are requested again after five minutes. `freshWithin` needs the claim `auth_time` in the token.
   *
   * Scripts on other origins also need CORS headers from your app, on the handler's routes and on your own: allow the header
   * `authorization`, and no credentials. Default `false`.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc6750 RFC 6750}
   */
  bearer?: boolean
  /** Serves the access token at `GET /token`. Default `false`. */
  exposeAccessToken?: boolean
  /**
   * Whether a user may see and change the members and invitations of the active organization; `change` describes the change.
   * The last active member for whom it returns `true` cannot be removed or get another role. Default: users with the role
   * `admin` may.
   */
  canManageMembers?: (auth: SignedIn, change: MemberChange) => boolean
  /**
   * The roles that a manager may give to members and in invitations. Default: the manager's own roles and `member`; all roles
   * for a manager with the role `admin`.
   */
  assignableRoles?: (auth: SignedIn) => readonly Role[]
  /**
   * Returns the organization that a request is for, in apps with the organization in the URL, such as `/org_123/settings`, and
   * `undefined` for other URLs, such as those of the handler. A user who is not a member is signed in without an organization.
   * It takes precedence over `organizationId` of the client. Write the static parts of the path in lower case: a path in which
   * only the case differs, or with dot segments, backslashes or empty segments, is treated as one of no organization, because
   * routers differ in how they read it. Default: the organization of the session.
   */
  organizationOf?: (request: OrganizationRequest) => string | undefined
  /** Returns the client's IP address. Default: unknown. The headers of proxies are never trusted by default. */
  clientAddress?: (request: Request) => string | undefined
  /**
   * Keeps a Worker or function alive for work that outlives the response: emails and refreshes. If the API is slow, a refresh
   * continues for up to a minute after its request got `stale`. A platform that ends it earlier loses the new token and signs
   * the user out. The handler lives longer than a request, so pass the platform's global function, such as `waitUntil` of
   * `cloudflare:workers`.
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
  /** Where a user confirms a sign-in from another device. Default `/device`. */
  device: string
}
