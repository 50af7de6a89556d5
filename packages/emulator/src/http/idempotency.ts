import type { EnvironmentState } from '../environment/state.ts'
import { fingerprint } from '../secrets.ts'
import { invalidField } from './failure.ts'
import type { Answer } from './operation.ts'

const DAY_MS = 24 * 60 * 60_000
const running = new WeakMap<EnvironmentState, Map<string, { bodyHash: string; answer: Promise<Answer> }>>()

/**
 * Runs `work` once for an idempotency key: the same key answers the same for 24 hours, also in parallel
 * and after a restart. Another body under the same key is refused with 422.
 */
export async function once(
  env: EnvironmentState,
  key: string,
  path: string,
  body: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const keyHash = fingerprint(`${path}\0${key}`)
  const bodyHash = fingerprint(JSON.stringify(body))
  let flights = running.get(env)
  if (flights === undefined) {
    flights = new Map()
    running.set(env, flights)
  }
  const flight = flights.get(keyHash)
  if (flight !== undefined) {
    if (flight.bodyHash !== bodyHash) throw otherBody()
    return flight.answer
  }
  const answer = replayOrRun(env, keyHash, bodyHash, work)
  flights.set(keyHash, { bodyHash, answer })
  try {
    return await answer
  } finally {
    flights.delete(keyHash)
  }
}

async function replayOrRun(
  env: EnvironmentState,
  keyHash: string,
  bodyHash: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const now = env.clock.now()
  const known = await env.db
    .selectFrom('idempotency')
    .selectAll()
    .where('key_hash', '=', keyHash)
    .executeTakeFirst()
  if (known !== undefined && known.created_at > now - DAY_MS) {
    if (known.body_hash !== bodyHash) throw otherBody()
    const text = env.vault.open(known.answer_sealed)
    return { status: known.status, ...(text !== '' && { body: JSON.parse(text) as unknown }) }
  }
  const answer = await work()
  const row = {
    body_hash: bodyHash,
    status: answer.status,
    answer_sealed: env.vault.seal(answer.body === undefined ? '' : JSON.stringify(answer.body)),
    created_at: now,
  }
  await env.db
    .insertInto('idempotency')
    .values({ key_hash: keyHash, ...row })
    .onConflict((on) => on.column('key_hash').doUpdateSet(row))
    .execute()
  return answer
}

function otherBody() {
  return invalidField('Idempotency-Key', 'idempotency_key_reused', 'This key was used with another body.')
}
