import type { EngineContext } from '../context/engine-context.ts'
import type { Operation } from '../http/operation.ts'

/** Counts a request against what the service allows an environment as a whole. */
export async function countRequest(env: EngineContext, { method, path, id }: Operation): Promise<void> {
  await env.limiter.count('request', env.clientId)
  if (path.startsWith('/user_management/')) {
    await env.limiter.count(method === 'GET' ? 'read' : 'write', env.clientId)
  }
  if (id === 'deleteOrganization') await env.limiter.count('organization_delete', env.clientId)
}
