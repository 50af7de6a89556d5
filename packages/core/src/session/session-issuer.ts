import { SessionError } from '../errors/index.ts'
import type { Auth } from './auth.ts'
import type { CookieScope } from './cookie.ts'
import type { Session } from './packed-session.ts'
import type { Refresher } from './refresher.ts'
import { withRefreshTokenOf } from './resolve-session.ts'
import type { Resolved } from './resolved.ts'
import { resolvedWith } from './resolved.ts'
import { readSessionCookie } from './session-cookie.ts'
import type { SessionReader } from './session-reader.ts'
import type { SessionWriter } from './session-writer.ts'
import { sessionIdOf } from './unverified-claims.ts'

/** Issues sessions to browsers. */
export interface SessionIssuer {
  /**
   * The session, with cookies that are withheld if it is signed out or refreshed again in the meantime.
   *
   * @throws {SessionError} `session_too_large`
   */
  issue(auth: Auth, session: Session, header: string | null): Promise<Resolved>
  /**
   * Issues a session that has changed.
   *
   * @param before The session that is in the cookies now. It is kept, as far as possible, if the new session does not
   *   fit.
   */
  store(
    auth: Auth,
    session: Session,
    before: Session,
    header: string | null,
  ): Promise<{ resolved: Resolved; isTooLarge: boolean }>
}

export interface SessionIssuerOptions {
  reader: SessionReader
  writer: SessionWriter
  refresher: Pick<Refresher<unknown>, 'isSuperseded'>
  scope: CookieScope
  /** Called with a session that is too large for cookies. */
  onUnwritable?: (session: Session, cause: unknown) => void
}

export function createSessionIssuer(options: SessionIssuerOptions): SessionIssuer {
  const { reader, writer, refresher, scope, onUnwritable } = options

  async function store(
    auth: Auth,
    session: Session,
    before: Session,
    header: string | null,
  ): Promise<{ resolved: Resolved; isTooLarge: boolean }> {
    for (const sealed of readSessionCookie(scope, header).candidates) reader.forgetSealed(sealed)
    try {
      return { resolved: await issue(auth, session, header), isTooLarge: false }
    } catch (cause) {
      if (!(cause instanceof SessionError)) throw cause
      onUnwritable?.(session, cause)
      // The user stays signed in. The cookie keeps the access token that fit, with the new refresh token.
      const resolved = await issue(auth, withRefreshTokenOf(session, before), header).catch(
        // Sets no cookies: the browser keeps what it has now.
        () => resolvedWith(auth),
      )
      return { resolved, isTooLarge: true }
    }
  }

  async function issue(auth: Auth, session: Session, header: string | null): Promise<Resolved> {
    // If the check fails, send the cookies anyway: without them the session would be lost.
    return resolvedWith(auth, await writer.write(session, header), () =>
      refresher.isSuperseded(session, sessionIdOf(session.accessToken) as string).catch(() => false),
    )
  }

  return { issue, store }
}
