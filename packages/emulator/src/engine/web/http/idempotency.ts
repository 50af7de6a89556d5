import { setTimeout as pause } from 'node:timers/promises'
import { invalidField } from '../../base/failure.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import {
  claimKey,
  deleteKey,
  deleteOldKey,
  findKey,
  UNDERWAY,
  writeResponse,
} from '../../storage/idempotency-store.ts'
import type { IdempotencyRow } from '../../storage/tables.ts'
import { StorageUnavailable } from '../../storage/unavailable.ts'
import type { ApiResponse } from './operation.ts'

const DAY_MS = 24 * 60 * 60_000
const running = new WeakMap<
  EngineContext,
  Map<string, { bodyHash: string; response: Promise<ApiResponse> }>
>()

/**
 * Runs `work` once per idempotency key, as one unit with its response: the same key returns the same response for 24 hours,
 * even in parallel and after a restart. The same key with another body is refused with 422.
 */
export async function once(
  context: EngineContext,
  key: string,
  path: string,
  body: unknown,
  work: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const keyHash = fingerprint(`${path}\0${key}`)
  const bodyHash = fingerprint(JSON.stringify(body))
  let flights = running.get(context)
  if (flights === undefined) {
    flights = new Map()
    running.set(context, flights)
  }
  const flight = flights.get(keyHash)
  if (flight !== undefined) {
    if (flight.bodyHash !== bodyHash) throw otherBody()
    return flight.response
  }
  const response = replayOrRun(context, keyHash, bodyHash, work)
  flights.set(keyHash, { bodyHash, response })
  try {
    return await response
  } finally {
    flights.delete(keyHash)
  }
}

async function replayOrRun(
  context: EngineContext,
  keyHash: string,
  bodyHash: string,
  work: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  for (;;) {
    const known = await findResponse(context, keyHash)
    if (known === undefined && (await claim(context, keyHash, bodyHash))) break
    if (known === undefined) continue
    if (known.body_hash !== bodyHash) throw otherBody()
    if (known.status !== UNDERWAY) return storedResponse(context, known)
    await pause(POLL_MS)
  }
  try {
    return await context.storage.atomically(async () => {
      const response = await work()
      await writeResponse(context.db, keyHash, sealedResponse(context, response))
      return response
    })
  } catch (error) {
    // A refusal is not stored, because the caller can fix the cause and retry.
    const forgotten = forget(context, keyHash)
    // If the database is unavailable, later requests with the key would wait for this one. Delete the key when the database is
    // back.
    if (error instanceof StorageUnavailable) forgotten.catch(() => {})
    else await forgotten
    throw error
  }
}

async function forget(context: EngineContext, keyHash: string): Promise<void> {
  const giveUpAt = performance.now() + ABANDONED_MS
  for (;;) {
    try {
      return await deleteKey(context.db, keyHash)
    } catch (error) {
      if (!(error instanceof StorageUnavailable) || performance.now() > giveUpAt) throw error
      await pause(DATABASE_RETRY_MS, undefined, { ref: false })
    }
  }
}

const DATABASE_RETRY_MS = 500

const POLL_MS = 20
/** A node that has not finished after this time has crashed. Real time, because the work takes real time. */
const ABANDONED_MS = 60_000

/** The stored response for the key, unless it is older than a day or its node has crashed. */
async function findResponse(context: EngineContext, keyHash: string): Promise<IdempotencyRow | undefined> {
  await deleteOldKey(context.db, keyHash, context.clock.now() - DAY_MS, Date.now() - ABANDONED_MS)
  return findKey(context.db, keyHash)
}

function claim(context: EngineContext, keyHash: string, bodyHash: string): Promise<boolean> {
  return claimKey(context.db, {
    key_hash: keyHash,
    body_hash: bodyHash,
    status: UNDERWAY,
    answer_sealed: String(Date.now()),
    created_at: context.clock.now(),
  })
}

function sealedResponse(context: EngineContext, { status, body }: ApiResponse) {
  return { status, answer_sealed: context.vault.seal(body === undefined ? '' : JSON.stringify(body)) }
}

function storedResponse(context: EngineContext, { status, answer_sealed }: IdempotencyRow): ApiResponse {
  const text = context.vault.open(answer_sealed)
  return { status, ...(text !== '' && { body: JSON.parse(text) as unknown }) }
}

function otherBody() {
  return invalidField('Idempotency-Key', 'idempotency_key_reused', 'This key was used with a different body.')
}
