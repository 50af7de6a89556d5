import type { EnvironmentState } from '../environment/state.ts'
import type { Operation } from '../http/operation.ts'
import { readBody } from '../http/request-body.ts'
import type { Registry } from './registry.ts'

/** Which environment's faults strike a request, before anything about the request is checked. */
export async function environmentForFaults(
  registry: Registry,
  operation: Operation,
  request: Request,
  params: Record<string, string>,
): Promise<EnvironmentState | undefined> {
  switch (operation.access ?? 'api_key') {
    case 'api_key': {
      const key = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
      return registry.byApiKey(key ?? '')
    }
    case 'client_in_path':
      return registry.byClientId(params.clientId ?? '')
    case 'client_in_query':
      return registry.byClientId(new URL(request.url).searchParams.get('client_id') ?? '')
    case 'client_in_body': {
      const body = (await readBody(request.clone()).catch(() => ({}))) as { client_id?: unknown } | null
      return registry.byClientId(String(body?.client_id))
    }
    case 'session_in_query':
      return undefined
  }
}
