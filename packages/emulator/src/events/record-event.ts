import type { EnvironmentState } from '../environment/state.ts'
import { toJson } from '../storage/json.ts'

/** Adds to the environment's history, readable at `GET /events`, and hands it to webhooks. */
export async function recordEvent(
  env: EnvironmentState,
  event: string,
  data: object,
  organizationId: string | null = null,
): Promise<void> {
  const row = {
    id: env.ids.next('event'),
    event,
    data: toJson(data),
    organization_id: organizationId,
    created_at: env.clock.now(),
  }
  await env.db.insertInto('events').values(row).execute()
  await env.webhooks.enqueue(row)
}
