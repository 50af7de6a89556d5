import type { Client } from '../../api/client.ts'
import { ApiError } from '../../errors/index.ts'
import type { Fault } from './fault.ts'
import { fault } from './fault.ts'
import type { HandlerEvent } from './handler-event.ts'

const PROBE_MS = 2_000

/**
 * If the API refuses a key and a client ID together, checks whether it knows the client, to report which of the two is wrong.
 */
export function reportFaults(
  client: Client,
  emit: (event: HandlerEvent) => void,
): (fault: Fault, path?: string) => Promise<void> {
  async function inDetail(found: Fault): Promise<Fault> {
    if (found.code !== 'client_refused') return found
    try {
      await client.getJwks({}, { timeoutMs: PROBE_MS })
      return fault('api_key_refused', found)
    } catch (cause) {
      const isUnknown = cause instanceof ApiError && cause.status === 404
      return isUnknown ? fault('client_id_unknown', { got: client.api.clientId }) : found
    }
  }
  return async (found, path) => emit({ type: 'failed', path, ...(await inDetail(found)) })
}
