import { failOAuth, failWithMessage, unauthorized } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { EnvironmentRegistry } from '../../context/environment-registry.ts'
import { findProfileToken } from '../../domain/authorization/profile-token.ts'
import { hasLogoutToken } from '../../domain/authorization/sso-logout.ts'
import { findSession } from '../../domain/sessions/list-sessions.ts'
import type { Operation } from '../http/operation.ts'

export interface Located {
  params: Record<string, string>
  query: Record<string, unknown>
  body: unknown
  authorization: string | null
}

/** The environment of a request, or the error for a missing or wrong credential. */
export async function environmentOf<Context extends EngineContext>(
  registry: EnvironmentRegistry<Context>,
  operation: Operation,
  request: Located,
): Promise<Context> {
  switch (operation.access ?? 'api_key') {
    case 'api_key':
      return byBearer(registry, request.authorization)
    case 'client_in_body':
      refuseLive(field(request.body, 'client_secret'))
      return byClient(registry, field(request.body, 'client_id'))
    case 'client_in_query':
      return byClient(registry, request.query.client_id)
    case 'client_in_path':
      return (await registry.byClientId(request.params.clientId ?? '')) ?? unknownClient()
    case 'session_in_query':
      return bySession(registry, request.query.session_id)
    case 'profile_token':
      return byProfileToken(registry, request.authorization)
    case 'logout_token':
      return byLogoutToken(registry, String(request.query.token ?? ''))
  }
}

export async function byBearer<Context extends EngineContext>(
  registry: EnvironmentRegistry<Context>,
  authorization: string | null,
): Promise<Context> {
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  refuseLive(key)
  const context = key === undefined ? undefined : await registry.byApiKey(key)
  if (context === undefined) throw unauthorized()
  await context.synchronize()
  return context
}

/** A client that sends a live WorkOS key here has mixed up two configurations, and should get a clear error. */
function refuseLive(key: unknown): void {
  if (typeof key === 'string' && key.startsWith('sk_live_')) {
    throw unauthorized('Unauthorized: the emulator refuses live keys.')
  }
}

async function byClient<Context extends EngineContext>(
  registry: EnvironmentRegistry<Context>,
  clientId: unknown,
): Promise<Context> {
  if (typeof clientId !== 'string') throw failOAuth('invalid_request', 'The parameter client_id is missing.')
  const context = await registry.byClientId(clientId)
  if (context === undefined) throw failOAuth('invalid_client', 'The client_id or client_secret is not valid.')
  await context.synchronize()
  return context
}

/** A logout request has no client ID. Session ids are unique across all environments. */
async function bySession<Context extends EngineContext>(
  registry: EnvironmentRegistry<Context>,
  sessionId: unknown,
): Promise<Context> {
  let first: Context | undefined
  for await (const context of registry.each()) {
    first ??= context
    if ((await findSession(context, String(sessionId))) === undefined) continue
    await context.synchronize()
    return context
  }
  return first ?? unknownClient()
}

async function byProfileToken<Context extends EngineContext>(
  registry: EnvironmentRegistry<Context>,
  authorization: string | null,
): Promise<Context> {
  for await (const context of registry.each()) {
    await context.synchronize()
    if ((await findProfileToken(context, authorization)) !== undefined) return context
  }
  throw unauthorized()
}

async function byLogoutToken<Context extends EngineContext>(
  registry: EnvironmentRegistry<Context>,
  token: string,
): Promise<Context> {
  for await (const context of registry.each()) {
    await context.synchronize()
    if (await hasLogoutToken(context, token)) return context
  }
  return unknownClient()
}

function unknownClient(): never {
  throw failWithMessage(404, 'Not Found')
}

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
}
