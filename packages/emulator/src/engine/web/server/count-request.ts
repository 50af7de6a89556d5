import type { EngineContext } from '../../context/engine-context.ts'
import type { Operation } from '../http/operation.ts'

/** Counts a request for the environment's overall rate limit. */
export async function countRequest(context: EngineContext, { method, path, id }: Operation): Promise<void> {
  await context.limiter.count('request', context.clientId)
  if (path.startsWith('/user_management/')) {
    await context.limiter.count(method === 'GET' ? 'read' : 'write', context.clientId)
  }
  if (id === 'deleteOrganization') await context.limiter.count('organization_delete', context.clientId)
}
