import type { MaybePromise } from '../base/cryptography.ts'
import { signedOut } from './auth.ts'
import type { SetCookie } from './cookie.ts'
import type { Session } from './packed-session.ts'
import { withoutExchange } from './read-only-refresher.ts'
import { resolveInOrganization } from './resolve-in-organization.ts'
import type { Resolution, ResolveOptions } from './resolve-session.ts'
import { resolveSession } from './resolve-session.ts'
import type { Resolved } from './resolved.ts'
import { resolvedWith } from './resolved.ts'
import type { SessionIssuer } from './session-issuer.ts'
import type { SignedOutReason } from './session-payload.ts'
import type { Found, SessionReader } from './session-reader.ts'
import type { SessionWriter } from './session-writer.ts'

/** Resolves the session from a request's cookies. */
export interface SessionResolver {
  /**
   * Never throws: a damaged cookie counts as no session, and an unreachable API as a stale one.
   *
   * @param options.organizationId The organization to resolve for. Default: the session's.
   * @param options.refresh `false` exchanges no token and writes no cookie. Default `true`.
   */
  resolve(header: string | null, options?: { organizationId?: string; refresh?: boolean }): Promise<Resolved>
  /** Resolves a session that is not in a cookie yet, in its own organization or in another one. */
  resolveAs(session: Session, organizationId: string | undefined): MaybePromise<Resolution>
  /** The cookies that delete the session cookies with these names, and the cookie of the WorkOS SDK. */
  clearAll(names: readonly string[], header: string | null): Promise<readonly SetCookie[]>
}

export interface SessionResolverOptions extends ResolveOptions {
  reader: SessionReader
  writer: SessionWriter
  store: SessionIssuer['store']
  onResolved?: (before: Session, resolution: Resolution) => void
}

export function createSessionResolver(options: SessionResolverOptions): SessionResolver {
  const { reader, writer, store, refresher, onResolved } = options
  const { find } = reader

  const clearAll = async (names: readonly string[], header: string | null) =>
    writer.clear(names, await reader.vendorCookieIn(header))

  async function resolve(
    header: string | null,
    { organizationId, refresh = true }: { organizationId?: string; refresh?: boolean } = {},
  ): Promise<Resolved> {
    if (!refresh) return readOnly(header, organizationId)
    const found = await find(header)
    if (found.session === undefined) {
      const { names, isOurs } = found
      const reason: SignedOutReason = names.length > 0 ? 'invalid' : 'none'
      // Without such cookies there is nothing to delete, so that an anonymous visit stays cacheable.
      return resolvedWith(signedOut(reason), isOurs ? await clearAll(names, header) : [])
    }
    const resolution = await resolveFound(found, organizationId)
    onResolved?.(found.session, resolution)
    const { auth, changed } = resolution
    if (auth.status === 'signed-out') return resolvedWith(auth, await clearAll(found.names, header))
    const toWrite = changed ?? (found.isForeign && auth.status === 'signed-in' ? found.session : undefined)
    return toWrite ? (await store(auth, toWrite, found.session, header)).resolved : resolvedWith(auth)
  }

  /** Resolves a session from the request's cookies, and updates the cache of opened sessions. */
  async function resolveFound(
    found: Found,
    organizationId: string | undefined,
    by: ResolveOptions = options,
  ): Promise<Resolution> {
    const resolution = await resolveAs(found.session, organizationId, by)
    const { auth, changed } = resolution
    if (auth.status === 'signed-in' && changed === undefined) reader.remember(found, auth.sessionId)
    else if (found.sealed !== undefined) reader.forgetSealed(found.sealed)
    return resolution
  }

  const resolveAs = (session: Session, organizationId: string | undefined, by: ResolveOptions = options) =>
    organizationId === undefined
      ? resolveSession(session, by)
      : resolveInOrganization(session, organizationId, by)

  /** For responses that cannot set cookies: a token that was exchanged there would be lost, and the session with it. */
  async function readOnly(header: string | null, organizationId: string | undefined): Promise<Resolved> {
    const found = await find(header)
    if (found.session === undefined)
      return resolvedWith(signedOut(found.names.length > 0 ? 'invalid' : 'none'))
    const by = { ...options, refresher: withoutExchange(refresher), refreshInBackground: undefined }
    return resolvedWith((await resolveFound(found, organizationId, by)).auth)
  }

  return { resolve, resolveAs, clearAll }
}
