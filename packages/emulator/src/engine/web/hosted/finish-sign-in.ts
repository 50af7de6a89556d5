import type { EngineContext } from '../../context/engine-context.ts'
import type { AuthorizationRequest } from '../../domain/authorization/authorization-request.ts'
import { redirectWithCode } from '../../domain/authorization/issue-authorization-code.ts'
import { browserCookie, rememberBrowser } from '../../domain/authorization/remembered-browsers.ts'
import type { Proof } from '../../domain/sessions/proof.ts'

/** Redirects to the application with a code. The cookie lets the hosted pages remember the browser. */
export async function finishSignIn(
  context: EngineContext,
  request: AuthorizationRequest,
  shown: Proof,
): Promise<{ location: string; cookie?: string }> {
  if (request.remembers !== true) return { location: await redirectWithCode(context, request, shown) }
  const { proof, token } = await rememberBrowser(context, shown)
  const location = await redirectWithCode(context, request, proof)
  if (token === undefined) return { location }
  const seconds = context.settings.session_days * 24 * 60 * 60
  const cookie = `${browserCookie(context)}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`
  return { location, cookie: context.config.baseUrl.startsWith('https:') ? `${cookie}; Secure` : cookie }
}
