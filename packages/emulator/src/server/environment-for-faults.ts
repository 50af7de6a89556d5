import type { EnvironmentState } from '../environment/state.ts'
import type { Registry } from './registry.ts'

/**
 * Which environment's faults strike a request, as far as its head tells: a body is not read for it, so
 * requests that name a client only in their body fall under the sole environment, if there is one.
 */
export function environmentForFaults(
  registry: Registry,
  request: Request,
  params: Record<string, string>,
): EnvironmentState | undefined {
  const key = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key !== undefined) return registry.byApiKey(key)
  if (params.clientId !== undefined) return registry.byClientId(params.clientId)
  const clientId = new URL(request.url).searchParams.get('client_id')
  if (clientId !== null) return registry.byClientId(clientId)
  const all = registry.all()
  return all.length === 1 ? all[0] : undefined
}
