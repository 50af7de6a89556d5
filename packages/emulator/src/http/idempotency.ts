import { setTimeout as pause } from 'node:timers/promises'
import type { EngineContext } from '../context/engine-context.ts'
import { fingerprint } from '../secrets.ts'
import {
  claimKey,
  deleteKey,
  deleteOldKey,
  findKey,
  UNDERWAY,
  writeResponse,
} from '../storage/idempotency-store.ts'
import type { IdempotencyRow } from '../storage/tables.ts'
import { StorageUnavailable } from '../storage/unavailable.ts'
import { invalidField } from './failure.ts'
import type { Answer } from './operation.ts'

const DAY_MS = 24 * 60 * 60_000
const running = new WeakMap<EngineContext, Map<string, { bodyHash: string; answer: Promise<Answer> }>>()

/**
 * Runs `work` once for an idempotency key: the same key answers the same for 24 hours, also in parallel
 * and after a restart. Another body under the same key is refused with 422.
 */
export async function once(
  env: EngineContext,
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
  env: EngineContext,
  keyHash: string,
  bodyHash: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const known = await findAnswer(env, keyHash)
    if (known === undefined && (await claim(env, keyHash, bodyHash))) break
    if (known === undefined) continue
    if (known.body_hash !== bodyHash) throw otherBody()
    if (known.status !== UNDERWAY) return storedAnswer(env, known)
    await pause(LOOK_AGAIN_MS)
  }
  try {
    const answer = await work()
    await writeResponse(env.db, keyHash, sealedAnswer(env, answer))
    return answer
  } catch (error) {
    // A refusal is not kept: the caller may mend the cause and ask again.
    const forgotten = forget(env, keyHash)
    // A database that is away would let the same key wait for a request that has ended: forget it when it is back.
    if (error instanceof StorageUnavailable) forgotten.catch(() => {})
    else await forgotten
    throw error
  }
}

async function forget(env: EngineContext, keyHash: string): Promise<void> {
  const giveUpAt = performance.now() + ABANDONED_MS
  for (;;) {
    try {
      return await deleteKey(env.db, keyHash)
    } catch (error) {
      if (!(error instanceof StorageUnavailable) || performance.now() > giveUpAt) throw error
      await pause(DATABASE_RETRY_MS, undefined, { ref: false })
    }
  }
}

const DATABASE_RETRY_MS = 500

const LOOK_AGAIN_MS = 20
/** A node that has not finished by then has died; real time, because work takes real time. */
const ABANDONED_MS = 60_000

/** What is known under the key: not what is older than a day, nor what a dead node has begun. */
async function findAnswer(env: EngineContext, keyHash: string): Promise<IdempotencyRow | undefined> {
  await deleteOldKey(env.db, keyHash, env.clock.now() - DAY_MS, Date.now() - ABANDONED_MS)
  return findKey(env.db, keyHash)
}

function claim(env: EngineContext, keyHash: string, bodyHash: string): Promise<boolean> {
  return claimKey(env.db, {
    key_hash: keyHash,
    body_hash: bodyHash,
    status: UNDERWAY,
    answer_sealed: String(Date.now()),
    created_at: env.clock.now(),
  })
}

function sealedAnswer(env: EngineContext, { status, body }: Answer) {
  return { status, answer_sealed: env.vault.seal(body === undefined ? '' : JSON.stringify(body)) }
}

function storedAnswer(env: EngineContext, { status, answer_sealed }: IdempotencyRow): Answer {
  const text = env.vault.open(answer_sealed)
  return { status, ...(text !== '' && { body: JSON.parse(text) as unknown }) }
}

function otherBody() {
  return invalidField('Idempotency-Key', 'idempotency_key_reused', 'This key was used with another body.')
}
